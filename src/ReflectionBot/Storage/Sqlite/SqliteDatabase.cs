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
    private const string NotScrubbed = "what was deleted may still stand in unused parts of the database's files";

    private readonly Lock _opening = new();
    private volatile Session? _session;
    private volatile string? _fault = "not opened yet";
    private volatile string? _readFault;
    private bool _wasOpen;
    private volatile bool _disposed;
    private int _scrubAnnounced;
    private volatile OwedScrub _scrubOwed;

    public bool IsOpen => _session is not null;

    /// <summary>Null when the last it wrote and the last it read went well, and what was deleted is in none of its files.</summary>
    public string? Fault => _fault ?? _readFault ?? (_scrubOwed is OwedScrub.None ? null : NotScrubbed);

    public Vault Vault => Current.Vault;

    /// <summary>How often the disk has been waited for since it was opened.</summary>
    internal long Flushes => Current.Writer.Flushes;

    private Session Current => _session ?? throw new StorageUnavailableException($"The database is not open: {Fault}");

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
                _readFault = null;
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

    /// <summary>A row that cannot be read is left where it is, counted and logged.</summary>
    internal void PassedOver(string table, Exception exception)
    {
        metrics.Failed("row");
        LogPassedOver(table, exception.GetType().Name);
    }

    /// <summary>What a scrub that failed has to be done again with.</summary>
    internal OwedScrub ScrubOwed => _scrubOwed;

    internal bool TryAnnounceScrub() => Interlocked.Exchange(ref _scrubAnnounced, 1) == 0;

    internal void ScrubBegins() => Interlocked.Exchange(ref _scrubAnnounced, 0);

    internal void ScrubEnded(bool whateverTheSize, bool done)
    {
        if (_disposed)
        {
            // The next start writes it anew.
            return;
        }

        var size = whateverTheSize ? OwedScrub.WhateverTheSize : OwedScrub.IfSmall;
        if (!done)
        {
            _scrubOwed = size > _scrubOwed ? size : _scrubOwed;
            ScrubBegins();
            metrics.Failed("scrub");
            LogNotScrubbed();
        }
        else if (_scrubOwed <= size)
        {
            _scrubOwed = OwedScrub.None;
        }
    }

    /// <summary>Within <see cref="StorageOptions.EndLimit"/>, whatever the disk does.</summary>
    public void Dispose()
    {
        var free = _opening.TryEnter(options.EndLimit);
        _disposed = true;
        var session = _session;
        _session = null;
        _fault = "closed";
        if (free)
        {
            _opening.Exit();
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

    private void HasWritten(Session session, Exception? exception)
    {
        if (exception is null)
        {
            _fault = null;
            return;
        }

        _fault = SqliteFaults.Translate(exception).Message;
        Failed(session, exception, _fault);
    }

    private void HasRead(Session session, Exception? exception)
    {
        if (exception is not null)
        {
            _readFault = SqliteFaults.Translate(exception).Message;
            Failed(session, exception, _readFault);
        }
        else if (_readFault is not null && _session == session)
        {
            // What cannot be read while nobody writes would show for ever otherwise, long after it was over.
            _readFault = null;
        }
    }

    private void Failed(Session session, Exception exception, string fault)
    {
        metrics.Failed("operation");
        LogFailed(fault);
        if (SqliteFaults.IsLost(exception))
        {
            lock (_opening)
            {
                if (_session != session)
                {
                    return;
                }

                _session = null;
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
            Readers = new SqliteReaders(options.ConnectionString, exception => database.HasRead(this, exception));
            Writer = new SqliteWriter(
                connection, options.DatabasePath, options.EndLimit, exception => database.HasWritten(this, exception), exception => database.HasRead(this, exception));
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

    [LoggerMessage(Level = LogLevel.Error, Message = "A row of {Table} cannot be read ({Type}): it is damaged, or a newer version wrote it. It is passed over.")]
    private partial void LogPassedOver(string table, string type);

    [LoggerMessage(Level = LogLevel.Error, Message = "What was deleted may still stand, encrypted, in unused parts of the database's files: they could not be written anew. That is tried again every few minutes.")]
    private partial void LogNotScrubbed();

    [LoggerMessage(Level = LogLevel.Critical, Message = "Database {Path} was given up. Help still answers; nothing else is taken until the file is back.")]
    private partial void LogGivenUp(string path);
}

/// <summary>A scrub that was not done; the greater takes the smaller along.</summary>
internal enum OwedScrub
{
    None,
    IfSmall,
    WhateverTheSize,
}
