using System.Security.Cryptography;
using Dapper;
using Microsoft.Data.Sqlite;
using NodaTime;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Storage.Encryption;

namespace ReflectionBot.Storage.Sqlite;

/// <summary>Who may not answer in a group for a while, by a keyed hash. Ends with a day, so that its hour tells nothing.</summary>
internal static class SqliteMutes
{
    private const int SaltLength = 16;

    /// <summary>By what the person would be muted in the group; null before its first Round.</summary>
    public static byte[]? TagOf(SqliteConnection connection, string group, Address person, Vault vault, SqliteTransaction? transaction = null) =>
        connection.QuerySingleOrDefault<byte[]?>("SELECT salt FROM muting WHERE address = @group", new { group }, transaction) is { } salt
            ? vault.MuteTag(salt, person)
            : null;

    public static Instant? Until(SqliteConnection connection, string group, byte[]? tag, SqliteTransaction? transaction) =>
        tag is not null
        && connection.QuerySingleOrDefault<long?>("SELECT until_day FROM muted WHERE address = @group AND person = @tag", new { group, tag }, transaction) is { } day
            ? Instant.FromUnixTimeTicks(0) + Duration.FromDays(day)
            : null;

    public static void Prepare(SqliteConnection connection, Address group) => connection.Execute(
        "INSERT INTO muting (address, salt) VALUES (@address, @salt) ON CONFLICT DO NOTHING", new { address = group.Value, salt = RandomNumberGenerator.GetBytes(SaltLength) });

    public static void Mute(SqliteConnection connection, Address group, byte[] tag, Instant until) => connection.Execute(
        """
        INSERT INTO muted (address, person, until_day) VALUES (@address, @tag, @day)
        ON CONFLICT (address, person) DO UPDATE SET until_day = max(until_day, excluded.until_day)
        """,
        new { address = group.Value, tag, day = DayAfter(until) });

    public static void Lift(SqliteConnection connection, Address group) =>
        connection.Execute("DELETE FROM muted WHERE address = @address", new { address = group.Value });

    /// <summary>Takes a group out, or a person out of every group.</summary>
    public static void Forget(SqliteConnection connection, Address address, Vault vault)
    {
        Lift(connection, address);
        connection.Execute("DELETE FROM muting WHERE address = @address", new { address = address.Value });
        foreach (var row in connection.Query<MutingRow>("SELECT address AS Address, salt AS Salt FROM muting").AsList())
        {
            connection.Execute("DELETE FROM muted WHERE address = @Address AND person = @person", new { row.Address, person = vault.MuteTag(row.Salt, address) });
        }
    }

    public static void Move(SqliteConnection connection, Address from, Address to)
    {
        var addresses = new { from = from.Value, to = to.Value };
        connection.Execute("UPDATE OR REPLACE muting SET address = @to WHERE address = @from", addresses);
        connection.Execute("UPDATE OR REPLACE muted SET address = @to WHERE address = @from", addresses);
    }

    public static void Prune(SqliteConnection connection, Instant now) =>
        connection.Execute("DELETE FROM muted WHERE until_day <= @day", new { day = DayAfter(now) - 1 });

    private static long DayAfter(Instant at) => (long)Math.Floor((at - Instant.FromUnixTimeTicks(0)).TotalDays) + 1;

    private sealed record MutingRow(string Address, byte[] Salt);
}
