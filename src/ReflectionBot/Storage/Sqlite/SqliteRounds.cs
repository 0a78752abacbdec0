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

                if (row.IsEmpty)
                {
                    return new StoredRound(Address.Parse(row.Address), OwnVoice: null, Voices: 0);
                }

                var key = row.Unwrap(vault);
                var author = RoundKey.Author(key, person);
                var body = connection.QuerySingleOrDefault<byte[]?>("SELECT body FROM voice WHERE round = @roundId AND author = @author", new { roundId, author }, transaction);
                return new StoredRound(
                    Address.Parse(row.Address),
                    body is null ? null : RoundKey.Open(key, roundId, author, body),
                    connection.ExecuteScalar<int>("SELECT count(*) FROM voice WHERE round = @roundId", new { roundId }, transaction))
                {
                    MutedUntil = SqliteMutes.Until(connection, row.Address, SqliteMutes.TagOf(connection, row.Address, person, vault, transaction), transaction),
                };
            },
            cancellationToken);
    }

    public Task<ImmutableArray<Voice>> VoicesAsync(string roundId, CancellationToken cancellationToken)
    {
        var vault = database.Vault;
        return database.ReadAsync<ImmutableArray<Voice>>(
            connection =>
            {
                using var transaction = connection.BeginTransaction(deferred: true);
                if (Row(connection, roundId, transaction) is not { IsEmpty: false } row)
                {
                    return [];
                }

                var key = row.Unwrap(vault);
                return
                [
                    .. connection.Query<VoiceRow>("SELECT author, body FROM voice WHERE round = @roundId", new { roundId }, transaction)
                        .Select(voice => new Voice(RoundKey.VoiceId(key, voice.Author), RoundKey.Open(key, roundId, voice.Author, voice.Body))),
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
                SqliteMutes.Prepare(connection, group);
                var key = RoundKey.New(vault, roundId);
                connection.Execute(
                    "INSERT INTO round (id, address, open, key_id, wrapped) VALUES (@roundId, @address, 1, @Id, @Wrapped)",
                    new { roundId, address = group.Value, key.Id, key.Wrapped });
                break;
            case VaultAction.Shut:
                connection.Execute("UPDATE round SET open = 0 WHERE id = @roundId", new { roundId });
                break;
            case VaultAction.Empty:
                connection.Execute("DELETE FROM voice WHERE round = @roundId", new { roundId });
                connection.Execute("UPDATE round SET open = 0, key_id = 0, wrapped = x'' WHERE id = @roundId", new { roundId });
                break;
            case VaultAction.Mute:
                Mute(connection, group, change, vault);
                break;
            case VaultAction.Unmute:
                SqliteMutes.Lift(connection, group);
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
            """
            INSERT INTO voice (round, author, body, mute) VALUES (@RoundId, @author, @body, @mute)
            ON CONFLICT (round, author) DO UPDATE SET body = excluded.body, mute = excluded.mute
            """,
            new
            {
                voice.RoundId,
                author,
                body = RoundKey.Seal(key, voice.RoundId, author, voice.Words),
                mute = SqliteMutes.TagOf(connection, row.Address, person, vault) is { } tag ? RoundKey.SealMute(key, voice.RoundId, author, tag) : null,
            });
        return true;
    }

    /// <summary>The tag moves from the Voice to the group; nobody sees whose it is.</summary>
    private static void Mute(SqliteConnection connection, Address group, VaultChange change, Vault vault)
    {
        if (Row(connection, change.RoundId) is not { IsEmpty: false } row || change.Until is not { } until)
        {
            return;
        }

        var key = row.Unwrap(vault);
        foreach (var voice in connection.Query<MuteRow>("SELECT author AS Author, mute AS Tag FROM voice WHERE round = @RoundId AND mute IS NOT NULL", new { change.RoundId }).AsList()
            .Where(voice => RoundKey.VoiceId(key, voice.Author) == change.VoiceId))
        {
            SqliteMutes.Mute(connection, group, RoundKey.OpenMute(key, change.RoundId, voice.Author, voice.Tag), until);
        }
    }

    /// <summary>Takes a person's Voices out of every Round that has not ended.</summary>
    internal static void Forget(SqliteConnection connection, Address person, Vault vault)
    {
        foreach (var row in connection.Query<RoundRow>(Select).AsList().Where(row => !row.IsEmpty))
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
        /// <summary>Its Voices and its key are destroyed.</summary>
        public bool IsEmpty => Wrapped.Length == 0;

        public AddressKey Unwrap(Vault vault) => RoundKey.Unwrap(vault, Id, KeyId, Wrapped);
    }

    private sealed record VoiceRow(byte[] Author, byte[] Body);

    private sealed record MuteRow(byte[] Author, byte[] Tag);
}
