using Microsoft.Data.Sqlite;
using NodaTime;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Storage.Encryption;
using ReflectionBot.Storage.Migrations;

namespace ReflectionBot.Storage.Sqlite;

/// <summary>Brings a database up to what this program knows, in one transaction; of several processes at once, one does.</summary>
internal static class SqliteMigrator
{
    /// <summary>Returns how many migrations were applied.</summary>
    /// <exception cref="MigrationException">The database is newer, or an applied file was changed.</exception>
    /// <exception cref="StorageKeyException">The database belongs to another master key.</exception>
    public static int Migrate(SqliteConnection connection, IReadOnlyList<Migration> known, Vault vault, string keyPath, Instant now)
    {
        connection.Execute("BEGIN IMMEDIATE");
        try
        {
            connection.Execute(
                """
                CREATE TABLE IF NOT EXISTS migration (
                    number     INTEGER PRIMARY KEY,
                    name       TEXT    NOT NULL,
                    sha256     TEXT    NOT NULL,
                    applied_at INTEGER NOT NULL
                ) STRICT
                """);
            var applied = connection.Query(
                "SELECT number, name, sha256 FROM migration ORDER BY number",
                row => new AppliedMigration(row.GetInt32(0), row.GetString(1), row.GetString(2)));
            var pending = MigrationPlan.Pending(applied, known);
            if (pending.Count > 0)
            {
                // What SQL alone cannot do for a migration.
                connection.CreateFunction("tag_of_reply", (string address, string replyKey) => vault.ReplyTag(Address.Parse(address), replyKey));
            }

            foreach (var migration in pending)
            {
                connection.Execute(migration.Sql);
                connection.Execute(
                    "INSERT INTO migration (number, name, sha256, applied_at) VALUES (@number, @name, @sha256, @at)",
                    ("@number", migration.Number),
                    ("@name", migration.Name),
                    ("@sha256", migration.Sha256),
                    ("@at", now.ToUnixTimeMilliseconds()));
            }

            CheckKey(connection, vault.MasterKeyId, keyPath, now);
            connection.Execute("COMMIT");
            return pending.Count;
        }
        catch
        {
            if (SQLitePCL.raw.sqlite3_get_autocommit(connection.Handle) == 0)
            {
                connection.Execute("ROLLBACK");
            }

            throw;
        }
    }

    private static void CheckKey(SqliteConnection connection, string masterKeyId, string keyPath, Instant now)
    {
        var stored = connection.Find("SELECT master_key FROM store", row => row.GetString(0));
        if (stored is null)
        {
            connection.Execute("INSERT INTO store (one, master_key, made_at) VALUES (1, @masterKeyId, @at)", ("@masterKeyId", masterKeyId), ("@at", now.ToUnixTimeMilliseconds()));
        }
        else if (stored != masterKeyId)
        {
            throw new StorageKeyException(
                $"The key file {keyPath} (key {masterKeyId}) does not belong to this database (key {stored}). Restore the key file that was made with it from your backup. "
                + "Without it what people wrote cannot be read. To begin anew, move the database away and start again.");
        }
    }
}
