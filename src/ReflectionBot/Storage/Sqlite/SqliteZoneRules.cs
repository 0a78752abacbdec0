using System.Security.Cryptography;
using NodaTime;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Storage.Encryption;

namespace ReflectionBot.Storage.Sqlite;

/// <inheritdoc cref="IZoneRulesStore"/>
public sealed class SqliteZoneRules(SqliteDatabase database) : IZoneRulesStore
{
    /// <summary>Conversations read at once.</summary>
    private const int Batch = 500;

    public Task<string?> VersionAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(connection => connection.Find("SELECT version FROM zone_rules", row => row.GetString(0)), cancellationToken);

    public async Task<int> ReckonAnewAsync(string version, Func<ReadOnlyMemory<byte>, Instant?> wakesAt, CancellationToken cancellationToken)
    {
        var moved = 0;
        var after = "";
        while (true)
        {
            var from = after;
            var waiting = await database.ReadAsync(connection => connection.Query(
                """
                SELECT c.address, c.version, c.wakes_at, c.state, k.id, k.wrapped
                FROM conversation c JOIN data_key k ON k.address = c.address
                WHERE c.address > @from AND c.wakes_at IS NOT NULL ORDER BY c.address LIMIT @batch
                """,
                row => new Waiting(row.GetString(0), row.GetInt64(1), row.GetInt64(2), row.GetBytes(3), row.GetInt64(4), row.GetBytes(5)),
                ("@from", from),
                ("@batch", Batch)), cancellationToken);
            if (waiting.Count == 0)
            {
                break;
            }

            after = waiting[^1].Address;
            var changes = waiting.Select(row => (Row: row, WakesAt: Reckon(row, wakesAt))).Where(change => change.WakesAt is { } at && at != change.Row.WakesAt).ToList();
            moved += changes.Count == 0 ? 0 : await database.WriteAsync<int>(
                connection => new(changes.Sum(change => connection.Execute(
                    "UPDATE conversation SET wakes_at = @wakesAt WHERE address = @address AND version = @version",
                    ("@address", change.Row.Address),
                    ("@version", change.Row.Version),
                    ("@wakesAt", change.WakesAt)))),
                cancellationToken);
        }

        await database.WriteAsync<int>(
            connection => new(connection.Execute("INSERT INTO zone_rules (one, version) VALUES (1, @version) ON CONFLICT DO UPDATE SET version = excluded.version", ("@version", version))),
            cancellationToken);
        return moved;
    }

    private long? Reckon(Waiting row, Func<ReadOnlyMemory<byte>, Instant?> wakesAt)
    {
        try
        {
            var address = Address.Parse(row.Address);
            var state = Vault.Open(database.Vault.Unwrap(address, row.KeyId, row.Wrapped), address, Columns.State, row.State);
            return wakesAt(state) is { } instant ? Moments.RoundedUp(instant) : null;
        }
        catch (AuthenticationTagMismatchException)
        {
            // Damaged; its next turn says so. Here the wake-up only stays as it is, and everybody else's moves.
            return null;
        }
    }

    private sealed record Waiting(string Address, long Version, long WakesAt, byte[] State, long KeyId, byte[] Wrapped);
}
