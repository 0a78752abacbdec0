using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace ReflectionBot.Core.Groups;

/// <summary>
/// The order in which Voices are shown: by a hash of their words under a random seed. Neither time nor author has a part in it, and one
/// Voice more or less leaves the order of the others as it is.
/// </summary>
internal static class ReleaseOrder
{
    public static ImmutableArray<string> Of(ImmutableArray<string> voices, ReadOnlyMemory<byte> seed) =>
        [.. voices.Select(words => (Words: words, Place: Place(words, seed.Span)))
            .OrderBy(voice => voice.Place, StringComparer.Ordinal)
            .ThenBy(voice => voice.Words, StringComparer.Ordinal)
            .Select(voice => voice.Words)];

    private static string Place(string words, ReadOnlySpan<byte> seed) => Convert.ToHexString(HMACSHA256.HashData(seed, Encoding.UTF8.GetBytes(words)));
}
