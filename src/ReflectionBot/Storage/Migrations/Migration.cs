using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace ReflectionBot.Storage.Migrations;

/// <summary>One numbered SQL file of a provider.</summary>
/// <param name="Sha256">Lower-case hex over the text with line feeds, so that a checkout's line ends do not matter.</param>
public sealed record Migration(int Number, string Name, string Sql, string Sha256)
{
    public static Migration Of(int number, string name, string sql)
    {
        var text = sql.ReplaceLineEndings("\n");
        return new(number, name, text, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))));
    }

    /// <summary>The files compiled in for a provider ("Sqlite"), in order, numbered from 1 without a gap.</summary>
    /// <exception cref="InvalidOperationException">A gap, a double number or a name that is not <c>0001_words.sql</c>: a fault of the build.</exception>
    public static IReadOnlyList<Migration> Embedded(string provider)
    {
        var assembly = typeof(Migration).Assembly;
        var prefix = $"{provider}/Migrations/";
        var migrations = assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(name => Read(assembly, name, name[prefix.Length..]))
            .OrderBy(migration => migration.Number)
            .ToList();

        for (var i = 0; i < migrations.Count; i++)
        {
            if (migrations[i].Number != i + 1)
            {
                throw new InvalidOperationException($"Migrations of {provider} must be numbered 1, 2, 3… once each; found {migrations[i].Name} at place {i + 1}.");
            }
        }

        return migrations;
    }

    private static Migration Read(Assembly assembly, string resource, string file)
    {
        if (file.Length < 6 || file[4] != '_' || !int.TryParse(file.AsSpan(0, 4), out var number))
        {
            throw new InvalidOperationException($"A migration is named 0001_words.sql, not {file}.");
        }

        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
        return Of(number, file, reader.ReadToEnd());
    }
}

/// <summary>What a database says about a migration it has had.</summary>
public sealed record AppliedMigration(int Number, string Name, string Sha256);

/// <summary>Compares what a database has had with what this program brings.</summary>
public static class MigrationPlan
{
    /// <summary>The migrations still to apply, in order.</summary>
    /// <exception cref="MigrationException">The database is newer than the program, or an applied file was changed since.</exception>
    public static IReadOnlyList<Migration> Pending(IReadOnlyList<AppliedMigration> applied, IReadOnlyList<Migration> known)
    {
        if (applied.Count > known.Count)
        {
            throw new MigrationException(
                $"The database is newer than this program: it has had {applied.Count} migrations (last: {applied[^1].Name}), this program knows {known.Count}. "
                + "Start the newer program, or restore a backup made before it ran.");
        }

        for (var i = 0; i < applied.Count; i++)
        {
            if (applied[i].Number != known[i].Number || applied[i].Sha256 != known[i].Sha256)
            {
                throw new MigrationException(
                    $"Migration {known[i].Name} is not the file that was applied to this database ({applied[i].Name}). "
                    + "An applied migration is never edited: add a new one, and start the program whose files match.");
            }
        }

        return [.. known.Skip(applied.Count)];
    }
}

/// <summary>The database and this program do not belong together; the message says what to do. Stops the start.</summary>
public sealed class MigrationException(string message) : Exception(message);
