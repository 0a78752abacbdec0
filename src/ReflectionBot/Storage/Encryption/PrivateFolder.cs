namespace ReflectionBot.Storage.Encryption;

/// <summary>Makes folders and files nobody but their owner can look into.</summary>
internal static class PrivateFolder
{
    /// <summary>Makes the folder with mode 0700 where it does not exist; leaves one that does as it is.</summary>
    public static void Ensure(string folder)
    {
        if (Directory.Exists(folder))
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Makes an empty file with mode 0600 where there is none: what SQLite puts beside it takes the same mode.</summary>
    public static void Touch(string path)
    {
        try
        {
            NewFile(path).Dispose();
        }
        catch (IOException) when (File.Exists(path))
        {
            // It is there already.
        }
    }

    /// <summary>A file that only one process has at a time, made where there is none. The operating system gives it back however the process ends.</summary>
    /// <exception cref="IOException">Another process has it, or the disk does not let us: then it does not exist.</exception>
    public static FileStream Lock(string path)
    {
        Touch(path);
        return new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
    }

    /// <summary>Makes a file with mode 0600.</summary>
    /// <exception cref="IOException">There is one.</exception>
    public static FileStream NewFile(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }
}
