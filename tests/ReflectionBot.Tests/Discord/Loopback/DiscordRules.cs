using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ReflectionBot.Tests.Discord.Loopback;

/// <summary>
/// What the official description says of the routes the bot uses: their names, arguments, bodies, types and limits. The real server is
/// lenient about much of it; a test is not.
/// </summary>
internal sealed partial class DiscordRules
{
    private readonly FrozenDictionary<string, RouteRule> _routes;
    private readonly FrozenDictionary<string, FrozenDictionary<string, string>> _types;

    public DiscordRules()
    {
        using var extract = typeof(DiscordRules).Assembly.GetManifestResourceStream("discord/discord-api.json")!;
        using var json = JsonDocument.Parse(extract);
        _routes = json.RootElement.GetProperty("routes").EnumerateObject().ToFrozenDictionary(
            route => route.Name,
            route => new RouteRule(route.Value.GetProperty("body").GetString()!, route.Value.GetProperty("query").GetString()!.Split(',').ToFrozenSet(), route.Value.GetProperty("form").GetString() == "yes"));
        _types = json.RootElement.GetProperty("types").EnumerateObject().ToFrozenDictionary(
            type => type.Name,
            type => type.Value.EnumerateObject().ToFrozenDictionary(field => field.Name, field => field.Value.GetString()!));
    }

    public IEnumerable<string> Routes => _routes.Keys;

    /// <summary>Everything wrong with a call; empty when all is well.</summary>
    /// <param name="route">Method and path without ids.</param>
    /// <param name="query">Names of its arguments.</param>
    /// <param name="body">Null for none.</param>
    /// <param name="form">It came as a form with files.</param>
    public List<string> Check(string route, IEnumerable<string> query, JsonElement? body, bool form)
    {
        var faults = new List<string>();
        if (!_routes.TryGetValue(route, out var rule))
        {
            return [$"there is no route {route} among those the bot may use"];
        }

        faults.AddRange(query.Where(name => !rule.Query.Contains(name)).Select(name => $"{route} has no argument {name}"));
        if (form && !rule.Form)
        {
            faults.Add($"{route} takes no files");
        }

        if (rule.Body == "None" != body is null)
        {
            faults.Add($"{route} {(body is null ? "needs" : "has no")} body");
        }
        else if (body is { } given)
        {
            CheckValue(route, rule.Body == "Callback" ? CallbackType(given) : rule.Body, given, faults);
            CheckComponents(route, given, faults);
            CheckCommands(given, faults);
        }

        return faults;
    }

    private static string CallbackType(JsonElement body) => body.GetProperty("type").GetInt32() switch
    {
        4 or 5 => "CreateMessageInteractionCallbackRequest",
        6 or 7 => "UpdateMessageInteractionCallbackRequest",
        9 => "ModalInteractionCallbackRequest",
        _ => "no such answer",
    };

    private void CheckValue(string at, string type, JsonElement value, List<string> faults)
    {
        if (type == "Component")
        {
            type = ComponentType(at, value, faults);
        }

        if (_types.TryGetValue(type, out var fields))
        {
            CheckFields(at, fields, value, faults);
        }
        else if (ArrayType().Match(type) is { Success: true } array)
        {
            if (value.ValueKind != JsonValueKind.Array || !IsWithin(value.GetArrayLength(), array.Groups["least"].Value, array.Groups["most"].Value))
            {
                faults.Add($"{at} is not {type}");
                return;
            }

            var i = 0;
            foreach (var item in value.EnumerateArray())
            {
                CheckValue($"{at}[{i++}]", array.Groups["item"].Value, item, faults);
            }
        }
        else if (!Array.Exists(type.Split('|'), one => IsSimple(one, value)))
        {
            faults.Add($"{at} is not {type}");
        }
    }

    private void CheckFields(string at, FrozenDictionary<string, string> fields, JsonElement value, List<string> faults)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            faults.Add($"{at} is no object");
            return;
        }

        foreach (var field in value.EnumerateObject())
        {
            if (fields.TryGetValue(field.Name, out var type))
            {
                CheckValue($"{at}.{field.Name}", type.TrimStart('!'), field.Value, faults);
            }
            else
            {
                faults.Add($"{at} has no {field.Name}");
            }
        }

        faults.AddRange(fields.Where(field => field.Value[0] == '!' && !value.TryGetProperty(field.Key, out _)).Select(field => $"{at} needs {field.Key}"));
    }

    private static string ComponentType(string at, JsonElement value, List<string> faults)
    {
        var number = value.TryGetProperty("type", out var type) && type.TryGetInt32(out var given) ? given : 0;
        switch (number)
        {
            case 1:
                return "ActionRowComponentForMessageRequest";
            case 2:
                return "ButtonComponentForMessageRequest";
            case 3:
                return "StringSelectComponentForMessageRequest";
            case 4:
                return "TextInputComponentForModalRequest";
            case 18:
                return "LabelComponentForModalRequest";
            default:
                faults.Add($"{at} is no component that the bot uses");
                return "Object";
        }
    }

    private static bool IsSimple(string type, JsonElement value)
    {
        switch (type)
        {
            case "Integer":
                return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _);
            case "Number":
                return value.ValueKind == JsonValueKind.Number;
            case "Boolean":
                return value.ValueKind is JsonValueKind.True or JsonValueKind.False;
            case "Object":
                return value.ValueKind == JsonValueKind.Object;
            case "Snowflake":
                return (value.ValueKind == JsonValueKind.String && ulong.TryParse(value.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out _)) || IsSimple("Integer", value);
            case "String":
                return value.ValueKind == JsonValueKind.String;
            default:
                return StringType().Match(type) is { Success: true } text && value.ValueKind == JsonValueKind.String
                    && IsWithin(value.GetString()!.Length, text.Groups["least"].Value, text.Groups["most"].Value);
        }
    }

    private static bool IsWithin(int count, string least, string most) =>
        count >= int.Parse(least, CultureInfo.InvariantCulture) && (most == "*" || count <= int.Parse(most, CultureInfo.InvariantCulture));

    /// <summary>What stands in the documentation's prose about components.</summary>
    private static void CheckComponents(string at, JsonElement body, List<string> faults)
    {
        var message = body.ValueKind == JsonValueKind.Object && body.TryGetProperty("data", out var data) ? data : body;
        if (message.ValueKind != JsonValueKind.Object || !message.TryGetProperty("components", out var rows))
        {
            return;
        }

        var top = rows.EnumerateArray().ToList();
        if (top.Count > 5)
        {
            faults.Add($"{at}: {top.Count} rows, at most 5");
        }

        var items = top.Where(row => row.GetProperty("type").GetInt32() == 1).SelectMany(row => row.GetProperty("components").EnumerateArray()).ToList();
        foreach (var row in top.Where(row => row.GetProperty("type").GetInt32() == 1).Select(row => row.GetProperty("components")))
        {
            if (row.GetArrayLength() > 1 && row.EnumerateArray().Any(item => item.GetProperty("type").GetInt32() == 3))
            {
                faults.Add($"{at}: a list has its row for itself");
            }
        }

        foreach (var item in items)
        {
            var isLink = item.TryGetProperty("style", out var style) && style.GetInt32() == 5;
            if (isLink == item.TryGetProperty("custom_id", out _) || isLink != item.TryGetProperty("url", out _))
            {
                faults.Add($"{at}: a button has a custom id, or is a link with an address");
            }

            if (item.GetProperty("type").GetInt32() == 3 && item.GetProperty("max_values").GetInt32() > item.GetProperty("options").GetArrayLength())
            {
                faults.Add($"{at}: more to be chosen than there is");
            }
        }

        var ids = items.Select(item => item.TryGetProperty("custom_id", out var id) ? id.GetString() : null).Where(id => id is not null).ToList();
        if (ids.Distinct().Count() < ids.Count)
        {
            faults.Add($"{at}: a custom id twice");
        }
    }

    private static void CheckCommands(JsonElement body, List<string> faults)
    {
        if (body.ValueKind != JsonValueKind.Array)
        {
            return;
        }

        var letters = 0;
        foreach (var command in body.EnumerateArray())
        {
            var names = new List<string> { command.GetProperty("name").GetString()! };
            if (command.TryGetProperty("name_localizations", out var localized))
            {
                names.AddRange(localized.EnumerateObject().Select(name => name.Value.GetString()!));
            }

            faults.AddRange(names.Where(name => !CommandName().IsMatch(name) || name.Any(char.IsUpper)).Select(name => $"'{name}' is no name of a command"));
            letters += names.Max(name => name.Length) + command.GetProperty("description").GetString()!.Length;
        }

        if (letters > 8000 || body.GetArrayLength() > 100)
        {
            faults.Add("too much in the commands");
        }
    }

    [GeneratedRegex(@"^Array (?<least>\d+)\.\.(?<most>\d+|\*) of (?<item>.+)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ArrayType();

    [GeneratedRegex(@"^String (?<least>\d+)\.\.(?<most>\d+)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex StringType();

    [GeneratedRegex(@"^[-_'\p{L}\p{N}]{1,32}$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CommandName();

    private sealed record RouteRule(string Body, FrozenSet<string> Query, bool Form);
}
