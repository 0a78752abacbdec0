using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ReflectionBot.Tests.Telegram.Loopback;

/// <summary>
/// What the official description says of a method's parameters: names, types, required ones; and the limits that stand in
/// its prose. The real server is lenient about the first; a test is not.
/// </summary>
internal sealed partial class ApiRules
{
    private readonly FrozenDictionary<string, FrozenDictionary<string, string>> _methods;
    private readonly FrozenDictionary<string, FrozenDictionary<string, string>> _types;

    public ApiRules()
    {
        using var extract = typeof(ApiRules).Assembly.GetManifestResourceStream("telegram/bot-api.json")!;
        using var json = JsonDocument.Parse(extract);
        _methods = Read(json.RootElement.GetProperty("methods"));
        _types = Read(json.RootElement.GetProperty("types"));
    }

    public IEnumerable<string> Methods => _methods.Keys;

    public bool Knows(string method) => _methods.ContainsKey(method);

    public FrozenDictionary<string, string> FieldsOf(string methodOrType) =>
        _methods.TryGetValue(methodOrType, out var method) ? method : _types[methodOrType];

    public bool KnowsType(string type) => _types.ContainsKey(type);

    /// <summary>Everything wrong with a call; empty when all is well.</summary>
    public List<string> Check(string method, JsonElement parameters)
    {
        var faults = new List<string>();
        CheckFields(method, _methods[method], parameters, faults);
        CheckLimits(method, parameters, faults);
        return faults;
    }

    private static FrozenDictionary<string, FrozenDictionary<string, string>> Read(JsonElement owners) =>
        owners.EnumerateObject().ToFrozenDictionary(
            owner => owner.Name,
            owner => owner.Value.EnumerateObject().ToFrozenDictionary(field => field.Name, field => field.Value.GetString()!));

    private void CheckFields(string owner, FrozenDictionary<string, string> fields, JsonElement given, List<string> faults)
    {
        foreach (var parameter in given.EnumerateObject())
        {
            if (!fields.TryGetValue(parameter.Name, out var type))
            {
                faults.Add($"{owner} has no {parameter.Name}");
            }
            else if (!type.TrimStart('!').Split('|').Any(option => Fits(option, parameter.Value, faults)))
            {
                faults.Add($"{owner}.{parameter.Name} is not {type}");
            }
        }

        foreach (var (name, type) in fields)
        {
            if (type[0] == '!' && !given.TryGetProperty(name, out _))
            {
                faults.Add($"{owner} needs {name}");
            }
        }
    }

    private bool Fits(string type, JsonElement value, List<string> faults)
    {
        switch (type)
        {
            case "Integer":
                return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _);
            case "String" or "InputFile":
                return value.ValueKind == JsonValueKind.String;
            case "Boolean":
                return value.ValueKind is JsonValueKind.True or JsonValueKind.False;
            case "BotCommandScope":
                return value.ValueKind == JsonValueKind.Object && value.TryGetProperty("type", out var scope)
                    && Fits(
                        scope.GetString() switch
                        {
                            "all_group_chats" => "BotCommandScopeAllGroupChats",
                            "all_chat_administrators" => "BotCommandScopeAllChatAdministrators",
                            _ => "BotCommandScopeAllPrivateChats",
                        },
                        value,
                        faults);
            case var array when array.StartsWith("Array of ", StringComparison.Ordinal):
                return value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => Fits(array["Array of ".Length..], item, faults));
            default:
                if (value.ValueKind != JsonValueKind.Object || !_types.TryGetValue(type, out var fields))
                {
                    return false;
                }

                CheckFields(type, fields, value, faults);
                return true;
        }
    }

    private static void CheckLimits(string method, JsonElement parameters, List<string> faults)
    {
        void Length(string name, int least, int most)
        {
            if (parameters.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && (value.GetString()!.Length < least || value.GetString()!.Length > most))
            {
                faults.Add($"{method}.{name} has {value.GetString()!.Length} characters, allowed are {least} to {most}");
            }
        }

        if (parameters.TryGetProperty("parse_mode", out _))
        {
            faults.Add($"{method}.parse_mode: texts go as they are; with a parse mode each would have to be escaped");
        }

        var isCallback = method == "answerCallbackQuery";
        Length("text", isCallback ? 0 : 1, isCallback ? 200 : 4096);
        if (!isCallback && parameters.TryGetProperty("text", out var text) && string.IsNullOrWhiteSpace(text.GetString()))
        {
            faults.Add($"{method}.text is blank");
        }

        Length("caption", 0, 1024);
        Length("name", 0, 64);
        Length("description", 0, 512);
        Length("short_description", 0, 120);
        Length("language_code", 2, 2);
        Length("secret_token", 1, 256);
        if (parameters.TryGetProperty("limit", out var limit) && limit.GetInt32() is < 1 or > 100)
        {
            faults.Add($"{method}.limit must be 1 to 100");
        }

        if (parameters.TryGetProperty("timeout", out var timeout) && timeout.GetInt32() is < 0 or > 50)
        {
            faults.Add($"{method}.timeout must be 0 to 50");
        }

        if (parameters.TryGetProperty("message_ids", out var ids) && ids.GetArrayLength() is < 1 or > 100)
        {
            faults.Add($"{method}.message_ids must be 1 to 100");
        }

        CheckKeyboard(method, parameters, faults);
        CheckCommands(method, parameters, faults);
    }

    private static void CheckKeyboard(string method, JsonElement parameters, List<string> faults)
    {
        if (!parameters.TryGetProperty("reply_markup", out var markup) || !markup.TryGetProperty("inline_keyboard", out var rows))
        {
            return;
        }

        var buttons = rows.EnumerateArray().SelectMany(row => row.EnumerateArray()).ToList();
        if (buttons.Count > 100 || Encoding.UTF8.GetByteCount(markup.GetRawText()) > 10 * 1024)
        {
            faults.Add($"{method}: reply markup is too long");
        }

        if (rows.EnumerateArray().Any(row => row.GetArrayLength() is 0 or > 8))
        {
            faults.Add($"{method}: a row has 1 to 8 buttons");
        }

        foreach (var button in buttons)
        {
            var kinds = button.EnumerateObject().Count(field => field.Name is not ("text" or "style" or "icon_custom_emoji_id"));
            if (kinds != 1)
            {
                faults.Add($"{method}: a button needs exactly one type, this one has {kinds}");
            }

            if (button.TryGetProperty("callback_data", out var data) && Encoding.UTF8.GetByteCount(data.GetString()!) is < 1 or > 64)
            {
                faults.Add($"{method}: BUTTON_DATA_INVALID");
            }

            if (button.TryGetProperty("style", out var style) && style.GetString() is not ("danger" or "success" or "primary"))
            {
                faults.Add($"{method}: no such style");
            }

            if (string.IsNullOrWhiteSpace(button.GetProperty("text").GetString()))
            {
                faults.Add($"{method}: a button without a label");
            }
        }
    }

    private static void CheckCommands(string method, JsonElement parameters, List<string> faults)
    {
        if (!parameters.TryGetProperty("commands", out var commands))
        {
            return;
        }

        if (commands.GetArrayLength() > 100)
        {
            faults.Add($"{method}: at most 100 commands");
        }

        foreach (var command in commands.EnumerateArray())
        {
            if (!CommandName().IsMatch(command.GetProperty("command").GetString()!) || command.GetProperty("description").GetString()!.Length is < 1 or > 256)
            {
                faults.Add($"{method}: a command is [a-z0-9_]{{1,32}} and its description has 1 to 256 characters");
            }
        }
    }

    [GeneratedRegex("^[a-z0-9_]{1,32}$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CommandName();
}
