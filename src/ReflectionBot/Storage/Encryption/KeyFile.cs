using System.Diagnostics;
using System.Security.Cryptography;

namespace ReflectionBot.Storage.Encryption;

/// <summary>The master key on disk: a comment and one line of base64, readable by its owner only.</summary>
public static class KeyFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>How long another start may take to make the key: some milliseconds, unless its disk hangs.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    private const string Comment =
        "# Master key of this bot's database. Whoever has it and the database can read what people wrote;\n"
        + "# without it nobody can, ever. Keep a copy apart from the backups of the database.\n";

    /// <summary>Reads the key; makes a new one only where there is no database yet.</summary>
    /// <param name="tightened">True when others could read the file and its mode was set to 0600.</param>
    /// <exception cref="StorageKeyException">Missing beside a database, or not a key.</exception>
    /// <exception cref="IOException">The disk does not let us.</exception>
    public static MasterKey Open(string path, bool databaseExists, string databasePath, out bool tightened)
    {
        tightened = false;
        if (!File.Exists(path))
        {
            if (databaseExists)
            {
                throw new StorageKeyException(
                    $"There is a database ({databasePath}) but its key file {path} is missing. Restore the key file from your backup. "
                    + "Without it what people wrote cannot be read. To begin anew, move the database away and start again: a new key is made then.");
            }

            Create(path);
        }

        tightened = Tighten(path);
        return Read(path);
    }

    private static void Create(string path)
    {
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder)
        {
            PrivateFolder.Ensure(folder);
        }

        // Moving alone would not do: where two make a key at once it may replace one that came a moment before, and with it what was already written.
        using var alone = Alone(path + ".lock");
        if (File.Exists(path))
        {
            return;
        }

        // Aside, then into place: whoever looks sees no key or a whole one. A draft that is there was left behind by a start that was interrupted.
        var draft = path + ".new";
        File.Delete(draft);
        using (var stream = PrivateFolder.NewFile(draft))
        {
            stream.Write(System.Text.Encoding.ASCII.GetBytes($"{Comment}{Convert.ToBase64String(RandomNumberGenerator.GetBytes(MasterKey.Size))}\n"));
            stream.Flush(flushToDisk: true);
        }

        File.Move(draft, path, overwrite: false);
    }

    /// <summary>Nothing tells when another start gives the lock back, so this one asks again until it has it.</summary>
    private static FileStream Alone(string path)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return PrivateFolder.Lock(path);
            }
            catch (IOException) when (File.Exists(path) && Stopwatch.GetElapsedTime(began) < Patience)
            {
                Thread.Sleep(Pause);
            }
        }
    }

    private static MasterKey Read(string path)
    {
        var lines = File.ReadLines(path).Where(line => !line.StartsWith('#') && !string.IsNullOrWhiteSpace(line)).Take(2).ToList();
        Span<byte> key = stackalloc byte[MasterKey.Size + 1];
        if (lines.Count != 1 || !Convert.TryFromBase64String(lines[0].Trim(), key, out var length) || length != MasterKey.Size)
        {
            throw new StorageKeyException(
                $"{path} is not a key file: it holds one line of base64 for {MasterKey.Size} bytes, and comments. Restore it from your backup. "
                + "Without it what people wrote cannot be read. To begin anew, move the key file and the database away.");
        }

        var master = new MasterKey(key[..MasterKey.Size]);
        CryptographicOperations.ZeroMemory(key);
        return master;
    }

    private static bool Tighten(string path)
    {
        if (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & ~OwnerOnly) == UnixFileMode.None)
        {
            return false;
        }

        File.SetUnixFileMode(path, File.GetUnixFileMode(path) & OwnerOnly);
        return true;
    }
}
