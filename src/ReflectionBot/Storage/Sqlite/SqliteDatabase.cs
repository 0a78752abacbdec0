using Microsoft.Data.Sqlite;
using NodaTime;
using ReflectionBot.Storage.Encryption;
using ReflectionBot.Storage.Migrations;

namespace ReflectionBot.Storage.Sqlite;

/// <summary>
/// The database file: opened, watched, given up when it is no longer ours, opened again when it is back. While it is closed
/// every operation fails at once with <see cref="StorageUnavailableException"/>.
/// </summary>
public sealed partial class SqliteDatabase(StorageOptions options, IClock clock, StorageMetrics metrics, ILogger<SqliteDatabase> logger) : IStorageHealth, IDisposable
{
    private readonly Lock _opening = new();
    private volatile Session? _session;
    private volatile string? _fault = "not opened yet";
    private bool _wasOpen;
    private bool _disposed;
    private int _scrubAnnounced;

    public bool IsOpen => _session is not null;

    /// <summary>Null when the last thing it did went well.</summary>
    public string? Fault => _fault;

    public Vault Vault => Current.Vault;

    /// <summary>How often the disk has been waited for since it was opened.</summary>
    internal long Flushes => Current.Writer.Flushes;

    private Session Current => _session ?? throw new StorageUnavailableException($"The database is not open: {_fault}");

    /// <summary>Opens it, applies migrations and checks the key. Nothing to do when it is open.</summary>
    /// <exception cref="StorageKeyException">Key missing or wrong: the start must stop.</exception>
    /// <exception cref="MigrationException">Database and program do not belong together: the start must stop.</exception>
    /// <exception cref="StorageUnavailableException">Damaged, unreadable, locked: may pass.</exception>
    public void Open()
    {
        lock (_opening)
        {
            if (_session is not null || _disposed)
            {
                return;
            }

            try
            {
                _session = OpenSession();
                _wasOpen = true;
                _fault = null;
            }
            catch (Exception exception) when (exception is SqliteException or IOException or UnauthorizedAccessException)
            {
                _fault = exception.Message;
                metrics.Failed("open");
                throw new StorageUnavailableException($"{options.DatabasePath} cannot be opened: {exception.Message}", exception);
            }
            catch (Exception exception)
            {
                _fault = exception.Message;
                throw;
            }
        }
    }

    internal Task<T> ReadAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancellationToken) =>
        Current.Readers.ReadAsync(work, cancellationToken);

    /// <summary>As <see cref="ReadAsync"/>, on the caller's thread, which it holds for as long as the database hangs. For a few rows by their keys.</summary>
    internal async Task<T> ReadHereAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancellationToken)
    {
        var session = Current;
        return session.Writer.TryRead(work, out var result) ? result : await session.Readers.ReadHereAsync(work, cancellationToken);
    }

    internal Task<T> WriteAsync<T>(
        Func<SqliteConnection, Written<T>> work, CancellationToken cancellationToken, WorkKind kind = WorkKind.Flushed, bool brief = false, Action<T>? written = null) =>
        Current.Writer.WriteAsync(work, kind, brief, written, cancellationToken);

    internal Task<T> MaintainAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancellationToken) =>
        Current.Writer.MaintainAsync(work, cancellationToken);

    internal bool TryAnnounceScrub() => _session is not null && Interlocked.Exchange(ref _scrubAnnounced, 1) == 0;

    internal bool ScrubBegins() => Interlocked.Exchange(ref _scrubAnnounced, 0) == 1;

    public void Dispose()
    {
        Session? session;
        lock (_opening)
        {
            _disposed = true;
            session = _session;
            _session = null;
            _fault = "closed";
        }

        session?.Writer.Dispose();
        session?.Readers.Dispose();
    }

    private Session OpenSession()
    {
        var path = options.DatabasePath;
        if (_wasOpen && !File.Exists(path))
        {
            throw new IOException("the file was there before and is gone; it is not made anew while the bot runs");
        }

        // An empty file is what is left when the very first start was interrupted.
        var exists = Directory.Exists(path) || (File.Exists(path) && new FileInfo(path).Length > 0);
        var vault = new Vault(KeyFile.Open(options.KeyPath, exists, path, out var tightened));
        if (tightened)
        {
            LogTightened(options.KeyPath);
        }

        if (!exists)
        {
            PrivateFolder.Ensure(Path.GetDirectoryName(path)!);
            PrivateFolder.Touch(path);
        }

        var connection = SqliteConnections.Writer(options.ConnectionString, create: !_wasOpen);
        try
        {
            var applied = SqliteMigrator.Migrate(connection, Migration.Embedded("Sqlite"), vault, options.KeyPath, clock.GetCurrentInstant());
            if (exists && applied > 0 && !SqliteScrub.AtOpening(connection))
            {
                LogNotWrittenAnew(path);
            }

            SqliteConnections.StartUpIsOver(connection);
            LogOpened(path, applied);
        }
        catch
        {
            SqliteFileWatch.ForbidCheckpointOnClose(connection);
            connection.Dispose();
            throw;
        }

        return new Session(this, connection, vault, options);
    }

    private void Ended(Session session, Exception? exception)
    {
        if (exception is null)
        {
            _fault = null;
            return;
        }

        _fault = SqliteFaults.Translate(exception).Message;
        metrics.Failed("operation");
        LogFailed(_fault);
        if (SqliteFaults.IsLost(exception))
        {
            lock (_opening)
            {
                if (_session != session)
                {
                    return;
                }

                _session = null;
                _scrubAnnounced = 0;
            }

            LogGivenUp(options.DatabasePath);
            session.Writer.Abandon();
            session.Readers.Close(lost: true);
        }
    }

    private sealed class Session
    {
        public Session(SqliteDatabase database, SqliteConnection connection, Vault vault, StorageOptions options)
        {
            Vault = vault;
            Readers = new SqliteReaders(options.ConnectionString, exception => database.Ended(this, exception));
            Writer = new SqliteWriter(connection, options.DatabasePath, exception => database.Ended(this, exception));
        }

        public Vault Vault { get; }

        public SqliteReaders Readers { get; }

        public SqliteWriter Writer { get; }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Database {Path} is open; {Applied} migrations applied.")]
    private partial void LogOpened(string path, int applied);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Database {Path} could not be written anew after the migrations: what they took out may be left in its files until the daily pruning.")]
    private partial void LogNotWrittenAnew(string path);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Others could read the key file {Path}: its mode is 0600 now. If somebody may have copied it, what people wrote is no longer secret from them.")]
    private partial void LogTightened(string path);

    [LoggerMessage(Level = LogLevel.Error, Message = "Storage failed: {Fault}")]
    private partial void LogFailed(string fault);

    [LoggerMessage(Level = LogLevel.Critical, Message = "Database {Path} was given up. Help still answers; nothing else is taken until the file is back.")]
    private partial void LogGivenUp(string path);
}
