namespace ReflectionBot.Adapters;

/// <summary>An address with a secret in it: every way in which it turns into text shows a harmless one.</summary>
internal sealed class UnprintableUri(string full, string shown) : Uri(full), ISpanFormattable
{
    public override string ToString() => shown;

    string IFormattable.ToString(string? format, IFormatProvider? formatProvider) => shown;

    bool ISpanFormattable.TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
    {
        var fits = shown.TryCopyTo(destination);
        charsWritten = fits ? shown.Length : 0;
        return fits;
    }
}
