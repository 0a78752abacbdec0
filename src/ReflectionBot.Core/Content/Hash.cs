using System.Security.Cryptography;
using System.Text;

namespace ReflectionBot.Core.Content;

/// <summary>The revision of a set of files: the same texts at the same paths have the same one, on every machine.</summary>
internal static class Hash
{
    private const int Characters = 16;

    /// <param name="files">Normalised.</param>
    public static string Of(IEnumerable<SourceFile> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files.OrderBy(file => file.Path, StringComparer.Ordinal))
        {
            // Lengths first, so that no text can pass for the end of one file and the beginning of another.
            hash.AppendData(Encoding.UTF8.GetBytes($"{file.Path.Length}:{file.Path}{file.Text.Length}:"));
            hash.AppendData(Encoding.UTF8.GetBytes(file.Text));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..Characters];
    }
}
