using ReflectionBot.Storage.Encryption;

namespace ReflectionBot.Storage;

/// <summary>
/// Only one bot runs on one database file: a second one would send again what the first has claimed. The operating system
/// gives the lock back however the process ends.
/// </summary>
public sealed class RunLock : IDisposable
{
    private readonly FileStream _file;

    private RunLock(FileStream file) => _file = file;

    /// <summary>Null when the disk does not let us make the lock: then the database will not open either.</summary>
    /// <exception cref="StorageInUseException">Another process has it.</exception>
    public static RunLock? Take(StorageOptions options)
    {
        var path = options.DatabasePath + ".lock";
        try
        {
            PrivateFolder.Ensure(Path.GetDirectoryName(path)!);
            return new(PrivateFolder.Lock(path));
        }
        catch (IOException) when (File.Exists(path))
        {
            throw new StorageInUseException($"Another bot is running on {options.DatabasePath}. Stop it first; one database file serves one process.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public void Dispose() => _file.Dispose();
}

/// <summary>Another process runs on this database. Stops the start.</summary>
public sealed class StorageInUseException(string message) : Exception(message);
