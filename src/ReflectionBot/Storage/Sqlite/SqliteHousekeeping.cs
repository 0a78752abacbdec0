using System.Collections.Immutable;
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
                    .Query(
                        """
                        SELECT address, wakes_at FROM conversation
                        WHERE wakes_at <= @now AND substr(address, 1, instr(address, ':') - 1) NOT IN @except
                        ORDER BY wakes_at, ((rowid & 0x7fffffff) * ((((wakes_at / 1000) & 0x7fffffff) * 1640531527 & 0x7fffffff) | 1)) & 0x7fffffff
                        LIMIT @max
                        """,
                        row => new DueWake(Address.Parse(row.GetString(0)), Instant.FromUnixTimeMilliseconds(row.GetInt64(1))),
                        ("@now", now.ToUnixTimeMilliseconds()),
                        ("@max", max),
                        ("@except", except)),
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

    public async Task MakeUpAsync(CancellationToken cancellationToken)
    {
        if (database.ScrubOwed is not OwedScrub.None and var owed)
        {
            await SqliteScrub.RunAsync(database, whateverTheSize: owed is OwedScrub.WhateverTheSize, cancellationToken);
        }
    }

    public Task RememberAsync(IReadOnlyList<FlowSource> flows, Instant now, CancellationToken cancellationToken) => database.WriteAsync<int>(
        connection => new(flows.Sum(flow => connection.Execute(
            """
            INSERT INTO flow_source (flow_id, revision, source, seen_at) VALUES (@flowId, @revision, @source, @at)
            ON CONFLICT (flow_id, revision) DO UPDATE SET seen_at = max(seen_at, excluded.seen_at)
            """,
            ("@flowId", flow.FlowId),
            ("@revision", flow.Revision),
            ("@source", flow.Source),
            ("@at", now.ToUnixTimeMilliseconds())))),
        cancellationToken);

    public Task<FlowSource?> FindAsync(string flowId, string revision, CancellationToken cancellationToken) =>
        database.ReadAsync(
            connection => connection.Find(
                "SELECT flow_id, revision, source FROM flow_source WHERE flow_id = @flowId AND revision = @revision",
                row => new FlowSource(row.GetString(0), row.GetString(1), row.GetString(2)),
                ("@flowId", flowId),
                ("@revision", revision)),
            cancellationToken);

    private static (string Name, object? Value) Before(Instant now, Duration age) => ("@before", (now - age).ToUnixTimeMilliseconds());
}
