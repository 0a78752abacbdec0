using Microsoft.Data.Sqlite;

namespace ReflectionBot.Storage.Sqlite;

/// <summary>The statements around every piece of work, compiled once: there are three of them for each.</summary>
internal sealed class SqliteSteps(SqliteConnection connection) : IDisposable
{
    private readonly SqliteCommand _begin = Prepared(connection, "BEGIN IMMEDIATE");
    private readonly SqliteCommand _save = Prepared(connection, "SAVEPOINT work");
    private readonly SqliteCommand _undo = Prepared(connection, "ROLLBACK TO work");
    private readonly SqliteCommand _keep = Prepared(connection, "RELEASE work");
    private readonly SqliteCommand _commit = Prepared(connection, "COMMIT");

    public void Begin() => _begin.ExecuteNonQuery();

    public void Save() => _save.ExecuteNonQuery();

    public void Undo() => _undo.ExecuteNonQuery();

    public void Keep() => _keep.ExecuteNonQuery();

    public void Commit() => _commit.ExecuteNonQuery();

    public void Dispose()
    {
        _begin.Dispose();
        _save.Dispose();
        _undo.Dispose();
        _keep.Dispose();
        _commit.Dispose();
    }

    private static SqliteCommand Prepared(SqliteConnection connection, string sql)
    {
        var command = new SqliteCommand(sql, connection);
        command.Prepare();
        return command;
    }
}
