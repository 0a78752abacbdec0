using System.Collections.Immutable;
using Dapper;
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
                new { day = DayOf(at), reason, count });
        }
    }

    /// <summary>Removes outbox rows, counts the nudges among them, and returns how many rows there were.</summary>
    /// <param name="connection">In a transaction.</param>
    /// <param name="reason">Why they are not sent.</param>
    /// <param name="at">Says on which day.</param>
    /// <param name="sql">Removes them and returns their urgencies.</param>
    /// <param name="of">Its parameters.</param>
    public static int Delete(SqliteConnection connection, string reason, Instant at, string sql, object? of = null)
    {
        var urgencies = connection.Query<long>(sql, of).AsList();
        Count(connection, reason, at, urgencies.Count(urgency => urgency == (int)Core.Messaging.Urgency.Nudge));
        return urgencies.Count;
    }

    public static ImmutableArray<NudgeDrops> All(SqliteConnection connection) =>
    [
        .. connection
            .Query<Row>("SELECT day AS Date, reason AS Why, count AS Total FROM nudge_drop ORDER BY day, reason")
            .Select(row => new NudgeDrops(First.PlusDays((int)row.Date), row.Why, (int)row.Total)),
    ];

    public static int Prune(SqliteConnection connection, Instant before) =>
        connection.Execute("DELETE FROM nudge_drop WHERE day < @day", new { day = DayOf(before) });

    private static int DayOf(Instant at) => Period.DaysBetween(First, at.InUtc().Date);

    private sealed record Row(long Date, string Why, long Total);
}
