using Microsoft.Data.Sqlite;

namespace ReflectionBot.Storage;

/// <summary>Section <c>Storage</c> of the configuration.</summary>
public sealed record StorageOptions
{
    /// <summary>A relative path counts from the working directory.</summary>
    public string ConnectionString { get; init; } = "Data Source=data/reflectionbot.db";

    /// <summary>The master key; next to the database when not given.</summary>
    public string? KeyFile { get; init; }

    /// <summary>How long an end waits for what is being written. What hangs longer is left to the operating system; nothing durable is lost by that.</summary>
    public TimeSpan EndLimit { get; init; } = TimeSpan.FromSeconds(2);

    public string DatabasePath => Path.GetFullPath(new SqliteConnectionStringBuilder(ConnectionString).DataSource);

    public string KeyPath => KeyFile is { Length: > 0 } ? Path.GetFullPath(KeyFile) : Path.ChangeExtension(DatabasePath, ".key");

    /// <param name="setting">The value of a key such as <c>Storage:KeyFile</c>, or null.</param>
    public static StorageOptions From(Func<string, string?> setting)
    {
        var defaults = new StorageOptions();
        return new()
        {
            ConnectionString = setting("Storage:ConnectionString") ?? defaults.ConnectionString,
            KeyFile = setting("Storage:KeyFile"),
        };
    }

    /// <summary>What is wrong with <see cref="ConnectionString"/>, for the list that stops the start; null when nothing is. It is not repeated: it may hold a password.</summary>
    public string? ConnectionFault()
    {
        try
        {
            var builder = new SqliteConnectionStringBuilder(ConnectionString);
            return builder switch
            {
                { DataSource: "" } => "needs 'Data Source=<file>'.",
                { DataSource: ":memory:" } or { Mode: SqliteOpenMode.Memory } => "a database in memory forgets everything at the end; give a file.",
                { Mode: SqliteOpenMode.ReadOnly } => "the bot writes; leave 'Mode' out.",
                { Password.Length: > 0 } => "'Password' is not supported; what people write is encrypted with Storage:KeyFile.",
                _ when builder.DataSource.StartsWith("file:", StringComparison.Ordinal) => "'Data Source' is a path, not a file: URI.",
                _ => null,
            };
        }
        catch (ArgumentException)
        {
            return "not a SQLite connection string; write 'Data Source=data/reflectionbot.db'.";
        }
    }
}
