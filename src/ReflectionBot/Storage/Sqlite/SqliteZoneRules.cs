using System.Collections.Immutable;
using Dapper;
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
        database.ReadAsync(connection => connection.QuerySingleOrDefault<string?>("SELECT version FROM zone_rules"), cancellationToken);

    public async Task<int> ReckonAnewAsync(string version, Func<ReadOnlyMemory<byte>, Instant?> wakesAt, CancellationToken cancellationToken)
    {
        var moved = 0;
        var after = "";
        while (true)
        {
            var from = after;
            var waiting = await database.ReadAsync(connection => connection.Query<Waiting>(
                """
                SELECT c.address, c.version, c.wakes_at AS WakesAt, c.state, k.id AS KeyId, k.wrapped
                FROM conversation c JOIN data_key k ON k.address = c.address
                WHERE c.address > @from AND c.wakes_at IS NOT NULL ORDER BY c.address LIMIT @Batch
                """,
                new { from, Batch }).ToImmutableArray(), cancellationToken);
            if (waiting.IsEmpty)
            {
                break;
            }

            after = waiting[^1].Address;
            var changes = waiting.SelectMany(row => Reckon(row, wakesAt)).ToList();
            moved += changes.Count == 0 ? 0 : await database.WriteAsync<int>(
                connection => new(connection.Execute("UPDATE conversation SET wakes_at = @wakesAt WHERE address = @address AND version = @version", changes)),
                cancellationToken);
        }

        await database.WriteAsync<int>(
            connection => new(connection.Execute("INSERT INTO zone_rules (one, version) VALUES (1, @version) ON CONFLICT DO UPDATE SET version = excluded.version", new { version })),
            cancellationToken);
        return moved;
    }

    private IEnumerable<object> Reckon(Waiting row, Func<ReadOnlyMemory<byte>, Instant?> wakesAt)
    {
        var address = Address.Parse(row.Address);
        var state = Vault.Open(database.Vault.Unwrap(address, row.KeyId, row.Wrapped), address, Columns.State, row.State);
        if (wakesAt(state) is { } instant && Moments.RoundedUp(instant) is var at && at != row.WakesAt)
        {
            yield return new { address = row.Address, version = row.Version, wakesAt = at };
        }
    }

    private sealed record Waiting(string Address, long Version, long WakesAt, byte[] State, long KeyId, byte[] Wrapped);
}
