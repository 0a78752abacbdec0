using System.Collections.Immutable;
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
                if (Row(connection, roundId) is not { } row)
                {
                    return null;
                }

                if (row.IsEmpty)
                {
                    return new StoredRound(Address.Parse(row.Address), OwnVoice: null, Voices: 0);
                }

                var key = row.Unwrap(vault);
                var author = RoundKey.Author(key, person);
                var body = connection.Find(
                    "SELECT body FROM voice WHERE round = @roundId AND author = @author", voice => voice.GetBytes(0), ("@roundId", roundId), ("@author", author));
                return new StoredRound(
                    Address.Parse(row.Address),
                    body is null ? null : RoundKey.Open(key, roundId, author, body),
                    (int)connection.Number("SELECT count(*) FROM voice WHERE round = @roundId", ("@roundId", roundId)))
                {
                    MutedUntil = SqliteMutes.Until(connection, row.Address, SqliteMutes.TagOf(connection, row.Address, person, vault)),
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
                if (Row(connection, roundId) is not { IsEmpty: false } row)
                {
                    return [];
                }

                var key = row.Unwrap(vault);
                return
                [
                    .. connection.Query(
                        "SELECT author, body FROM voice WHERE round = @roundId",
                        voice => new Voice(RoundKey.VoiceId(key, voice.GetBytes(0)), RoundKey.Open(key, roundId, voice.GetBytes(0), voice.GetBytes(1))),
                        ("@roundId", roundId)),
                ];
            },
            cancellationToken);
    }

    /// <summary>Carries out what a group's turn decided.</summary>
    internal static void Change(SqliteConnection connection, Address group, VaultChange change, Vault vault)
    {
        (string Name, object? Value) roundId = ("@roundId", change.RoundId);
        switch (change.Action)
        {
            case VaultAction.Open:
                SqliteMutes.Prepare(connection, group);
                var key = RoundKey.New(vault, change.RoundId);
                connection.Execute(
                    "INSERT INTO round (id, address, open, key_id, wrapped) VALUES (@roundId, @address, 1, @id, @wrapped)",
                    roundId,
                    ("@address", group.Value),
                    ("@id", key.Id),
                    ("@wrapped", key.Wrapped));
                break;
            case VaultAction.Shut:
                connection.Execute("UPDATE round SET open = 0 WHERE id = @roundId", roundId);
                break;
            case VaultAction.Empty:
                connection.Execute("DELETE FROM voice WHERE round = @roundId", roundId);
                connection.Execute("UPDATE round SET open = 0, key_id = 0, wrapped = x'' WHERE id = @roundId", roundId);
                break;
            case VaultAction.Mute:
                Mute(connection, group, change, vault);
                break;
            case VaultAction.Unmute:
                SqliteMutes.Lift(connection, group);
                break;
            default:
                connection.Execute("DELETE FROM voice WHERE round = @roundId", roundId);
                connection.Execute("DELETE FROM round WHERE id = @roundId", roundId);
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
            connection.Execute("DELETE FROM voice WHERE round = @roundId AND author = @author", ("@roundId", voice.RoundId), ("@author", author));
            return true;
        }

        connection.Execute(
            """
            INSERT INTO voice (round, author, body, mute) VALUES (@roundId, @author, @body, @mute)
            ON CONFLICT (round, author) DO UPDATE SET body = excluded.body, mute = excluded.mute
            """,
            ("@roundId", voice.RoundId),
            ("@author", author),
            ("@body", RoundKey.Seal(key, voice.RoundId, author, voice.Words)),
            ("@mute", SqliteMutes.TagOf(connection, row.Address, person, vault) is { } tag ? RoundKey.SealMute(key, voice.RoundId, author, tag) : null));
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
        var tags = connection.Query(
            "SELECT author, mute FROM voice WHERE round = @roundId AND mute IS NOT NULL", voice => (Author: voice.GetBytes(0), Sealed: voice.GetBytes(1)), ("@roundId", change.RoundId));
        foreach (var tag in tags.Where(tag => RoundKey.VoiceId(key, tag.Author) == change.VoiceId))
        {
            SqliteMutes.Mute(connection, group, RoundKey.OpenMute(key, change.RoundId, tag.Author, tag.Sealed), until);
        }
    }

    /// <summary>A person's Voices in every Round that has not ended.</summary>
    internal static ImmutableArray<StoredVoice> Of(SqliteConnection connection, Address person, Vault vault)
    {
        var voices = ImmutableArray.CreateBuilder<StoredVoice>();
        foreach (var row in connection.Query(Select, RoundRow.From).Where(row => !row.IsEmpty))
        {
            var key = row.Unwrap(vault);
            var author = RoundKey.Author(key, person);
            voices.AddRange(connection.Query(
                "SELECT body FROM voice WHERE round = @id AND author = @author",
                voice => new StoredVoice(Address.Parse(row.Address), row.Id, RoundKey.Open(key, row.Id, author, voice.GetBytes(0))),
                ("@id", row.Id),
                ("@author", author)));
        }

        return voices.ToImmutable();
    }

    /// <summary>Takes a person's Voices out of every Round that has not ended.</summary>
    internal static void Forget(SqliteConnection connection, Address person, Vault vault)
    {
        foreach (var row in connection.Query(Select, RoundRow.From).Where(row => !row.IsEmpty))
        {
            var author = RoundKey.Author(row.Unwrap(vault), person);
            connection.Execute("DELETE FROM voice WHERE round = @id AND author = @author", ("@id", row.Id), ("@author", author));
        }
    }

    private const string Select = "SELECT id, address, open, key_id, wrapped FROM round";

    private static RoundRow? Row(SqliteConnection connection, string roundId) =>
        connection.Find($"{Select} WHERE id = @roundId", RoundRow.From, ("@roundId", roundId));

    private sealed record RoundRow(string Id, string Address, long Open, long KeyId, byte[] Wrapped)
    {
        /// <summary>Its Voices and its key are destroyed.</summary>
        public bool IsEmpty => Wrapped.Length == 0;

        public static RoundRow From(SqliteDataReader row) => new(row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetInt64(3), row.GetBytes(4));

        public AddressKey Unwrap(Vault vault) => RoundKey.Unwrap(vault, Id, KeyId, Wrapped);
    }
}
