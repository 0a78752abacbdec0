using System.Runtime.InteropServices;

namespace ReflectionBot.Core.Crisis.Screen.Likeness;

/// <summary>A word as it is compared, with the numbers of it and of its beginning.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TraitWord(string Text, ulong Whole, ulong Stem, int StemLength)
{
    public ReadOnlySpan<char> StemText => Text.AsSpan(0, StemLength);
}
