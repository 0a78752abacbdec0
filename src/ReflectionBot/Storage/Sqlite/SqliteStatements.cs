using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ReflectionBot.Storage.Sqlite;

/// <summary>
/// Statements of a connection, compiled once. Compiling costs several times what running a small statement does, and each
/// turn needs about ten. Like its connection, for one thread at a time.
/// </summary>
internal sealed class SqliteStatements
{
    private static readonly ConditionalWeakTable<SqliteConnection, SqliteStatements> _byConnection = [];

    private readonly Dictionary<string, SqliteStatement> _bySql = new(StringComparer.Ordinal);

    /// <summary>Ready to be bound. Dispose it after use: it is kept for the next time.</summary>
    /// <param name="connection">Open.</param>
    /// <param name="sql">One statement, always the same text.</param>
    public static SqliteStatement Of(SqliteConnection connection, string sql)
    {
        var statements = _byConnection.GetOrCreateValue(connection);
        if (!statements._bySql.TryGetValue(sql, out var statement))
        {
            statement = new SqliteStatement(connection.Handle ?? throw new InvalidOperationException("The connection is closed."), sql);
            statements._bySql.Add(sql, statement);
        }

        return statement;
    }

    /// <summary>Before its connection closes: SQLite keeps the file open as long as a statement is left.</summary>
    public static void Close(SqliteConnection connection)
    {
        if (_byConnection.TryGetValue(connection, out var statements))
        {
            _byConnection.Remove(connection);
            foreach (var statement in statements._bySql.Values)
            {
                statement.Close();
            }
        }

        connection.Dispose();
    }
}

/// <summary>One compiled statement; parameters count from 1, columns from 0.</summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private int _bound;

    public SqliteStatement(sqlite3 database, string sql)
    {
        _database = database;
        Check(raw.sqlite3_prepare_v3(database, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement));
    }

    public SqliteStatement Bind(long? value)
    {
        Check(value is { } number ? raw.sqlite3_bind_int64(_statement, ++_bound, number) : raw.sqlite3_bind_null(_statement, ++_bound));
        return this;
    }

    public SqliteStatement Bind(string? value)
    {
        Check(value is null ? raw.sqlite3_bind_null(_statement, ++_bound) : raw.sqlite3_bind_text(_statement, ++_bound, value));
        return this;
    }

    public SqliteStatement Bind(byte[]? value)
    {
        Check(value is null ? raw.sqlite3_bind_null(_statement, ++_bound) : raw.sqlite3_bind_blob(_statement, ++_bound, value));
        return this;
    }

    /// <summary>True when there is a row to read.</summary>
    public bool Step()
    {
        var result = raw.sqlite3_step(_statement);
        if (result is raw.SQLITE_ROW)
        {
            return true;
        }

        if (result is not raw.SQLITE_DONE)
        {
            Check(result);
        }

        return false;
    }

    /// <summary>Runs it to its end and returns how many rows it changed.</summary>
    public int Run()
    {
        while (Step())
        {
            // Nobody reads what it returns.
        }

        return raw.sqlite3_changes(_database);
    }

    /// <summary>Runs the insertion of one row and returns its number. <c>RETURNING</c> would keep it in a table of its own, made for each run.</summary>
    public long RunToInsert()
    {
        Run();
        return raw.sqlite3_last_insert_rowid(_database);
    }

    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    public long Long(int column) => raw.sqlite3_column_int64(_statement, column);

    public string Text(int column) => raw.sqlite3_column_text(_statement, column).utf8_to_string();

    public byte[] Blob(int column) => raw.sqlite3_column_blob(_statement, column).ToArray();

    /// <summary>Forgets what was bound, so that nothing a person wrote stays with the statement.</summary>
    public void Dispose()
    {
        // What went wrong has been reported by the step; resetting only repeats it.
        _ = raw.sqlite3_reset(_statement);
        _ = raw.sqlite3_clear_bindings(_statement);
        _bound = 0;
    }

    public void Close() => _statement.Dispose();

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
        {
            SqliteException.ThrowExceptionForRC(result, _database);
        }
    }
}
