using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace ReflectionBot.Storage.Sqlite;

/// <summary>The table <c>nudge_drop</c>: written in the transaction that gives a nudge up, so that it is counted exactly when it is gone.</summary>
internal static class SqliteNudgeDrops
{
    private static readonly LocalDate First = new(1970, 1, 1);

    public static void Count(SqliteConnection connection, string reason, Instant at, int count)
    {
        if (count > 0)
        {
            connection.Execute(
                "INSERT INTO nudge_drop (day, reason, count) VALUES (@day, @reason, @count) ON CONFLICT DO UPDATE SET count = count + excluded.count",
                ("@day", DayOf(at)), ("@reason", reason), ("@count", count));
        }
    }

    /// <summary>Removes outbox rows, counts the nudges among them, and returns how many rows there were.</summary>
    /// <param name="connection">In a transaction.</param>
    /// <param name="reason">Why they are not sent.</param>
    /// <param name="at">Says on which day.</param>
    /// <param name="sql">Removes them and returns their urgencies.</param>
    /// <param name="of">Its parameters.</param>
    public static int Delete(SqliteConnection connection, string reason, Instant at, string sql, params ReadOnlySpan<(string Name, object? Value)> of)
    {
        var urgencies = connection.Query(sql, row => row.GetInt64(0), of);
        Count(connection, reason, at, urgencies.Count(urgency => urgency == (int)Core.Messaging.Urgency.Nudge));
        return urgencies.Count;
    }

    /// <summary>Removes an Address's nudges that nobody has begun to send, and returns how many there were. Every turn asks for it, few have any.</summary>
    public static int Withdraw(SqliteConnection connection, string address, Instant at)
    {
        using var delete = SqliteStatements.Of(connection, "DELETE FROM outbox WHERE address = ? AND state = 0 AND urgency = 2");
        var withdrawn = delete.Bind(address).Run();
        Count(connection, NudgeDropReasons.Withdrawn, at, withdrawn);
        return withdrawn;
    }

    public static ImmutableArray<NudgeDrops> All(SqliteConnection connection) =>
    [
        .. connection.Query(
            "SELECT day, reason, count FROM nudge_drop ORDER BY day, reason", row => new NudgeDrops(First.PlusDays(row.GetInt32(0)), row.GetString(1), row.GetInt32(2))),
    ];

    public static int Prune(SqliteConnection connection, Instant before) =>
        connection.Execute("DELETE FROM nudge_drop WHERE day < @day", ("@day", DayOf(before)));

    private static int DayOf(Instant at) => Period.DaysBetween(First, at.InUtc().Date);
}
