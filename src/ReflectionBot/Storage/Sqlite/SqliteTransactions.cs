using Microsoft.Data.Sqlite;

namespace ReflectionBot.Storage.Sqlite;

/// <summary>Whether a piece of work's changes stay.</summary>
internal readonly record struct Written<T>(T Result, bool Keep = true);

/// <summary>
/// Transactions that several pieces of work share. When a piece fails or is not to stay, which is rare, the others are done again with each
/// piece in its own savepoint, so that it takes no other with it. For whoever holds the connection.
/// </summary>
internal sealed class SqliteTransactions(SqliteConnection connection, string path)
{
    private volatile bool _givenUp;

    /// <summary>Nothing is committed any more.</summary>
    public bool GivenUp => _givenUp;

    /// <summary>Every further transaction fails.</summary>
    public void GiveUp() => _givenUp = true;

    /// <summary>What went wrong with all of them, null when nothing did. For whoever holds the connection.</summary>
    public Exception? Commit(ReadOnlySpan<SqliteWork> batch)
    {
        try
        {
            ThrowIfLost();
            if (RunAsOne(batch))
            {
                Execute("COMMIT");
            }
            else
            {
                RollBack();
                if (batch.Length > 1)
                {
                    RunGuarded(batch);
                }
            }

            return null;
        }
        catch (Exception exception)
        {
            RollBack();
            return exception;
        }
    }

    public void ThrowIfLost()
    {
        if ((_givenUp ? "the database was given up" : SqliteFileWatch.Fault(connection, path)) is { } fault)
        {
            throw new SqliteLostException(fault);
        }
    }

    /// <summary>False when one of them must not stay: then none may.</summary>
    private bool RunAsOne(ReadOnlySpan<SqliteWork> batch)
    {
        Execute("BEGIN IMMEDIATE");
        foreach (var work in batch)
        {
            if (!work.TryRun(connection))
            {
                return false;
            }
        }

        return true;
    }

    private void RunGuarded(ReadOnlySpan<SqliteWork> batch)
    {
        Execute("BEGIN IMMEDIATE");
        foreach (var work in batch)
        {
            Execute("SAVEPOINT work");
            if (!work.TryRun(connection))
            {
                Execute("ROLLBACK TO work");
            }

            Execute("RELEASE work");
        }

        Execute("COMMIT");
    }

    private void Execute(string sql)
    {
        using var statement = SqliteStatements.Of(connection, sql);
        statement.Run();
    }

    private void RollBack()
    {
        try
        {
            if (SQLitePCL.raw.sqlite3_get_autocommit(connection.Handle) == 0)
            {
                connection.Execute("ROLLBACK");
            }
        }
        catch (SqliteException)
        {
            // The transaction is gone with the file; the failure that led here is what is reported.
        }
    }
}

/// <summary>The open file is not the database any more.</summary>
public sealed class SqliteLostException(string message) : Exception(message);
