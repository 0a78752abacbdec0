using System.Diagnostics.CodeAnalysis;

namespace ReflectionBot.Core.Messaging;

/// <summary>
/// Opaque key of one private chat or group: <c>platform:id</c>, for example <c>telegram:123</c> or <c>local:ann</c>.
/// </summary>
/// <remarks>At most <see cref="MaxLength"/> printable ASCII characters; the platform is lower-case letters.</remarks>
public readonly record struct Address
{
    public const int MaxLength = 128;

    private readonly string? _value;

    private Address(string value) => _value = value;

    public string Value => _value ?? "";

    /// <summary>The part before the first colon: which adapter reaches this Address.</summary>
    public string Platform => Value[..Math.Max(0, Value.IndexOf(':', StringComparison.Ordinal))];

    /// <summary>The part after the first colon: what the platform calls the chat.</summary>
    public string Local => Value[(Value.IndexOf(':', StringComparison.Ordinal) + 1)..];

    public static Address Of(string platform, string local) => Parse($"{platform}:{local}");

    /// <exception cref="FormatException">Not <c>platform:id</c>, too long, or not printable ASCII.</exception>
    public static Address Parse(string value) =>
        TryParse(value, out var address)
            ? address
            : throw new FormatException("An address is written platform:id, for example local:me or telegram:123.");

    public static bool TryParse([NotNullWhen(true)] string? value, out Address address)
    {
        address = default;
        if (value is null || value.Length > MaxLength)
        {
            return false;
        }

        var colon = value.IndexOf(':', StringComparison.Ordinal);
        if (colon < 1 || colon == value.Length - 1
            || !value.AsSpan(0, colon).ContainsOnly(char.IsAsciiLetterLower)
            || !value.AsSpan(colon + 1).ContainsOnly(static c => c is > ' ' and < '\x7f'))
        {
            return false;
        }

        address = new Address(value);
        return true;
    }

    public override string ToString() => Value;
}

file static class AddressCharacters
{
    public static bool ContainsOnly(this ReadOnlySpan<char> span, Func<char, bool> allowed)
    {
        foreach (var c in span)
        {
            if (!allowed(c))
            {
                return false;
            }
        }

        return true;
    }
}
