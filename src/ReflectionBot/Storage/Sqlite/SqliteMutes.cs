using System.Collections.Immutable;
using System.Security.Cryptography;
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
    public static byte[]? TagOf(SqliteConnection connection, string group, Address person, Vault vault) =>
        connection.Find("SELECT salt FROM muting WHERE address = @group", row => row.GetBytes(0), ("@group", group)) is { } salt
            ? vault.MuteTag(salt, person)
            : null;

    public static Instant? Until(SqliteConnection connection, string group, byte[]? tag) =>
        tag is not null
        && connection.Find<long?>("SELECT until_day FROM muted WHERE address = @group AND person = @tag", row => row.GetInt64(0), ("@group", group), ("@tag", tag)) is { } day
            ? Instant.FromUnixTimeTicks(0) + Duration.FromDays(day)
            : null;

    public static void Prepare(SqliteConnection connection, Address group) => connection.Execute(
        "INSERT INTO muting (address, salt) VALUES (@address, @salt) ON CONFLICT DO NOTHING", ("@address", group.Value), ("@salt", RandomNumberGenerator.GetBytes(SaltLength)));

    public static void Mute(SqliteConnection connection, Address group, byte[] tag, Instant until) => connection.Execute(
        """
        INSERT INTO muted (address, person, until_day) VALUES (@address, @tag, @day)
        ON CONFLICT (address, person) DO UPDATE SET until_day = max(until_day, excluded.until_day)
        """,
        ("@address", group.Value),
        ("@tag", tag),
        ("@day", DayAfter(until)));

    public static void Lift(SqliteConnection connection, Address group) =>
        connection.Execute("DELETE FROM muted WHERE address = @address", ("@address", group.Value));

    /// <summary>In which groups a person is muted.</summary>
    public static ImmutableArray<StoredMute> Of(SqliteConnection connection, Address person, Vault vault) =>
    [
        .. connection.Query("SELECT address, salt FROM muting", row => (Group: row.GetString(0), Salt: row.GetBytes(1)))
            .Select(group => (group.Group, Until: Until(connection, group.Group, vault.MuteTag(group.Salt, person))))
            .Where(mute => mute.Until is not null)
            .Select(mute => new StoredMute(Address.Parse(mute.Group), mute.Until!.Value)),
    ];

    /// <summary>Takes a group out, or a person out of every group.</summary>
    public static void Forget(SqliteConnection connection, Address address, Vault vault)
    {
        Lift(connection, address);
        connection.Execute("DELETE FROM muting WHERE address = @address", ("@address", address.Value));
        foreach (var (group, salt) in connection.Query("SELECT address, salt FROM muting", row => (row.GetString(0), row.GetBytes(1))))
        {
            connection.Execute("DELETE FROM muted WHERE address = @group AND person = @person", ("@group", group), ("@person", vault.MuteTag(salt, address)));
        }
    }

    public static void Move(SqliteConnection connection, Address from, Address to)
    {
        connection.Execute("UPDATE OR REPLACE muting SET address = @to WHERE address = @from", ("@from", from.Value), ("@to", to.Value));
        connection.Execute("UPDATE OR REPLACE muted SET address = @to WHERE address = @from", ("@from", from.Value), ("@to", to.Value));
    }

    public static void Prune(SqliteConnection connection, Instant now) =>
        connection.Execute("DELETE FROM muted WHERE until_day <= @day", ("@day", DayAfter(now) - 1));

    private static long DayAfter(Instant at) => (long)Math.Floor((at - Instant.FromUnixTimeTicks(0)).TotalDays) + 1;
}
