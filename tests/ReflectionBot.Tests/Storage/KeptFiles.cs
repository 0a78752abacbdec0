namespace ReflectionBot.Tests.Storage;

/// <summary>What a bot that is running has written.</summary>
internal static class KeptFiles
{
    /// <summary>Every file below a folder, byte for byte, but the one that is empty and held shut.</summary>
    public static IEnumerable<(string Name, byte[] Bytes)> In(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(path => !path.EndsWith(".lock", StringComparison.Ordinal)))
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            yield return (Path.GetFileName(path), bytes.ToArray());
        }
    }
}
