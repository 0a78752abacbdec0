using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;

namespace ReflectionBot.Adapters.Discord.Wire;

/// <summary>Reads what answers say about limits and faults.</summary>
internal static class RateHeaders
{
    private const int MaxField = 60;

    /// <returns>Null when the answer has no, or not all, of them.</returns>
    public static BucketHeaders? Read(HttpResponseHeaders headers) =>
        First(headers, "X-RateLimit-Bucket") is { Length: > 0 } bucket
        && int.TryParse(First(headers, "X-RateLimit-Limit"), NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
        && int.TryParse(First(headers, "X-RateLimit-Remaining"), NumberStyles.None, CultureInfo.InvariantCulture, out var remaining)
        && double.TryParse(First(headers, "X-RateLimit-Reset-After"), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            ? new BucketHeaders(bucket, Math.Max(1, limit), remaining, TimeSpan.FromSeconds(Math.Clamp(seconds, 0, 86400)))
            : null;

    public static bool IsGlobal(HttpResponseHeaders headers) =>
        string.Equals(First(headers, "X-RateLimit-Global"), "true", StringComparison.OrdinalIgnoreCase) || First(headers, "X-RateLimit-Scope") == "global";

    public static string Scope(HttpResponseHeaders headers, bool everywhere) =>
        First(headers, "X-RateLimit-Scope") is ("user" or "global" or "shared") and var scope ? scope : everywhere ? "global" : "user";

    /// <summary>The names on the way to the first faulty field, such as <c>components.0.components.1.custom_id</c>: shapes, never contents.</summary>
    public static string FieldOf(JsonElement? errors)
    {
        var path = new List<string>();
        var at = errors;
        while (at is { ValueKind: JsonValueKind.Object } level && level.EnumerateObject().FirstOrDefault() is { Name: { } name } first && name != "_errors")
        {
            path.Add(name);
            at = first.Value;
        }

        var field = string.Join('.', path);
        return field.Length <= MaxField ? field : field[..MaxField];
    }

    private static string? First(HttpResponseHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
