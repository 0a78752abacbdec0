using System.Collections.Immutable;
using Dapper;
using NodaTime;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Storage.Sqlite;

/// <inheritdoc cref="IHousekeeping"/>
public sealed class SqliteHousekeeping(SqliteDatabase database) : IHousekeeping, IFlowSourceStore
{
    public Task<ImmutableArray<DueWake>> DueAsync(Instant now, int max, IReadOnlyCollection<string> except, CancellationToken cancellationToken) =>
        database.ReadAsync<ImmutableArray<DueWake>>(
            connection =>
            [
                // Row numbers times an odd number that the instant gives, cut to 31 bits: another order for each instant, the same for all who look.
                .. connection
                    .Query<WakeRow>(
                        """
                        SELECT address, wakes_at AS WakesAt FROM conversation
                        WHERE wakes_at <= @now AND substr(address, 1, instr(address, ':') - 1) NOT IN @except
                        ORDER BY wakes_at, ((rowid & 0x7fffffff) * ((((wakes_at / 1000) & 0x7fffffff) * 1640531527 & 0x7fffffff) | 1)) & 0x7fffffff
                        LIMIT @max
                        """,
                        new { now = now.ToUnixTimeMilliseconds(), max, except })
                    .Select(row => new DueWake(Address.Parse(row.Address), Instant.FromUnixTimeMilliseconds(row.WakesAt))),
            ],
            cancellationToken);

    public Task<ImmutableArray<NudgeDrops>> NudgeDropsAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(SqliteNudgeDrops.All, cancellationToken);

    public async Task<Pruned> PruneAsync(Instant now, CancellationToken cancellationToken)
    {
        var pruned = await database.WriteAsync<Pruned>(
            connection =>
            {
                SqliteMutes.Prune(connection, now);
                return new(new Pruned(
                connection.Execute("DELETE FROM input WHERE taken_at < @before", Before(now, Retention.Inputs)),
                connection.Execute("DELETE FROM sent_message WHERE sent_at < @before", Before(now, Retention.SentMessages)),
                connection.Execute("DELETE FROM flow_source WHERE seen_at < @before", Before(now, Retention.FlowSources)),
                SqliteNudgeDrops.Prune(connection, now - Retention.NudgeDrops),
                connection.Execute("DELETE FROM outbox WHERE committed_at < @before", Before(now, Retention.Outbox))));
            },
            cancellationToken);
        await SqliteScrub.RunAsync(database, whateverTheSize: true, cancellationToken);
        return pruned;
    }

    public Task RememberAsync(IReadOnlyList<FlowSource> flows, Instant now, CancellationToken cancellationToken) => database.WriteAsync<int>(
        connection => new(connection.Execute(
            """
            INSERT INTO flow_source (flow_id, revision, source, seen_at) VALUES (@FlowId, @Revision, @Source, @at)
            ON CONFLICT (flow_id, revision) DO UPDATE SET seen_at = max(seen_at, excluded.seen_at)
            """,
            flows.Select(flow => new { flow.FlowId, flow.Revision, flow.Source, at = now.ToUnixTimeMilliseconds() }))),
        cancellationToken);

    public Task<FlowSource?> FindAsync(string flowId, string revision, CancellationToken cancellationToken) =>
        database.ReadAsync(
            connection => connection.QuerySingleOrDefault<FlowSource?>(
                "SELECT flow_id AS FlowId, revision, source FROM flow_source WHERE flow_id = @flowId AND revision = @revision",
                new { flowId, revision }),
            cancellationToken);

    private static object Before(Instant now, Duration age) => new { before = (now - age).ToUnixTimeMilliseconds() };

    private sealed record WakeRow(string Address, long WakesAt);
}
