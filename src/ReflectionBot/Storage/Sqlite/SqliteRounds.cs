using System.Collections.Immutable;
using Dapper;
using Microsoft.Data.Sqlite;
using ReflectionBot.Core.Groups;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Storage.Encryption;

namespace ReflectionBot.Storage.Sqlite;

/// <inheritdoc cref="IRoundStore"/>
public sealed class SqliteRounds(SqliteDatabase database) : IRoundStore
{
    public Task<StoredRound?> FindAsync(string roundId, Address person, CancellationToken cancellationToken)
    {
        var vault = database.Vault;
        return database.ReadAsync(
            connection =>
            {
                // One transaction, so that key and ciphertext belong together.
                using var transaction = connection.BeginTransaction(deferred: true);
                if (Row(connection, roundId, transaction) is not { } row)
                {
                    return null;
                }

                var key = row.Unwrap(vault);
                var author = RoundKey.Author(key, person);
                var body = connection.QuerySingleOrDefault<byte[]?>("SELECT body FROM voice WHERE round = @roundId AND author = @author", new { roundId, author }, transaction);
                return new StoredRound(
                    Address.Parse(row.Address),
                    body is null ? null : RoundKey.Open(key, roundId, author, body),
                    connection.ExecuteScalar<int>("SELECT count(*) FROM voice WHERE round = @roundId", new { roundId }, transaction));
            },
            cancellationToken);
    }

    public Task<ImmutableArray<string>> VoicesAsync(string roundId, CancellationToken cancellationToken)
    {
        var vault = database.Vault;
        return database.ReadAsync<ImmutableArray<string>>(
            connection =>
            {
                using var transaction = connection.BeginTransaction(deferred: true);
                if (Row(connection, roundId, transaction) is not { } row)
                {
                    return [];
                }

                var key = row.Unwrap(vault);
                return
                [
                    .. connection.Query<VoiceRow>("SELECT author, body FROM voice WHERE round = @roundId", new { roundId }, transaction)
                        .Select(voice => RoundKey.Open(key, roundId, voice.Author, voice.Body)),
                ];
            },
            cancellationToken);
    }

    /// <summary>Carries out what a group's turn decided.</summary>
    internal static void Change(SqliteConnection connection, Address group, VaultChange change, Vault vault)
    {
        var roundId = change.RoundId;
        switch (change.Action)
        {
            case VaultAction.Open:
                var key = RoundKey.New(vault, roundId);
                connection.Execute(
                    "INSERT INTO round (id, address, open, key_id, wrapped) VALUES (@roundId, @address, 1, @Id, @Wrapped)",
                    new { roundId, address = group.Value, key.Id, key.Wrapped });
                break;
            case VaultAction.Shut:
                connection.Execute("UPDATE round SET open = 0 WHERE id = @roundId", new { roundId });
                break;
            default:
                connection.Execute("DELETE FROM voice WHERE round = @roundId", new { roundId });
                connection.Execute("DELETE FROM round WHERE id = @roundId", new { roundId });
                break;
        }
    }

    /// <summary>False when the Round takes nothing any more: nothing was written.</summary>
    internal static bool Put(SqliteConnection connection, Address person, VoiceChange voice, Vault vault)
    {
        if (Row(connection, voice.RoundId) is not { Open: 1 } row)
        {
            return false;
        }

        var key = row.Unwrap(vault);
        var author = RoundKey.Author(key, person);
        if (voice.Words is null)
        {
            connection.Execute("DELETE FROM voice WHERE round = @RoundId AND author = @author", new { voice.RoundId, author });
            return true;
        }

        connection.Execute(
            "INSERT INTO voice (round, author, body) VALUES (@RoundId, @author, @body) ON CONFLICT (round, author) DO UPDATE SET body = excluded.body",
            new { voice.RoundId, author, body = RoundKey.Seal(key, voice.RoundId, author, voice.Words) });
        return true;
    }

    /// <summary>Takes a person's Voices out of every Round that has not ended.</summary>
    internal static void Forget(SqliteConnection connection, Address person, Vault vault)
    {
        foreach (var row in connection.Query<RoundRow>(Select).AsList())
        {
            var author = RoundKey.Author(row.Unwrap(vault), person);
            connection.Execute("DELETE FROM voice WHERE round = @Id AND author = @author", new { row.Id, author });
        }
    }

    private const string Select = "SELECT id AS Id, address AS Address, open AS Open, key_id AS KeyId, wrapped AS Wrapped FROM round";

    private static RoundRow? Row(SqliteConnection connection, string roundId, SqliteTransaction? transaction = null) =>
        connection.QuerySingleOrDefault<RoundRow?>($"{Select} WHERE id = @roundId", new { roundId }, transaction);

    private sealed record RoundRow(string Id, string Address, long Open, long KeyId, byte[] Wrapped)
    {
        public AddressKey Unwrap(Vault vault) => RoundKey.Unwrap(vault, Id, KeyId, Wrapped);
    }

    private sealed record VoiceRow(byte[] Author, byte[] Body);
}
