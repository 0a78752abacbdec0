using Microsoft.Data.Sqlite;

namespace ReflectionBot.Storage.Sqlite;

/// <summary>
/// Statements that run now and then; those of every turn are kept compiled by <see cref="SqliteStatements"/>. Values are given by the
/// names they have in the SQL; those it does not name are ignored. A list of strings or blobs stands for the values in it, as in <c>id IN @ids</c>. Rows are
/// read by column number, so that nothing has to be looked up or generated while the bot runs.
/// </summary>
internal static class SqliteQueries
{
    /// <summary>Runs any number of statements and returns how many rows they changed.</summary>
    public static int Execute(this SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = Command(connection, sql, values);
        return command.ExecuteNonQuery();
    }

    /// <summary>The first column of the first row, a number.</summary>
    public static long Number(this SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = Command(connection, sql, values);
        return (long)(command.ExecuteScalar() ?? throw new InvalidOperationException("The statement gave no row."));
    }

    /// <summary>All rows.</summary>
    public static List<T> Query<T>(this SqliteConnection connection, string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = Command(connection, sql, values);
        using var rows = command.ExecuteReader();
        var result = new List<T>();
        while (rows.Read())
        {
            result.Add(read(rows));
        }

        return result;
    }

    /// <summary>The first row, null without one.</summary>
    public static T? Find<T>(this SqliteConnection connection, string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = Command(connection, sql, values);
        using var rows = command.ExecuteReader();
        return rows.Read() ? read(rows) : default;
    }

    public static byte[] GetBytes(this SqliteDataReader row, int column) => row.GetFieldValue<byte[]>(column);

    private static SqliteCommand Command(SqliteConnection connection, string sql, ReadOnlySpan<(string Name, object? Value)> values)
    {
        // Belongs to the connection's transaction, if it has one.
        var command = connection.CreateCommand();
        foreach (var (name, value) in values)
        {
            if (value is IReadOnlyCollection<object> list)
            {
                var names = list.Select((item, i) => command.Parameters.AddWithValue($"{name}_{i}", item).ParameterName).ToList();
                sql = sql.Replace(name, names.Count == 0 ? "(SELECT NULL WHERE 0)" : $"({string.Join(", ", names)})", StringComparison.Ordinal);
            }
            else
            {
                command.Parameters.AddWithValue(name, value ?? DBNull.Value);
            }
        }

        command.CommandText = sql;
        return command;
    }
}
