using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using ReflectionBot.Adapters;
using ReflectionBot.Adapters.Telegram.Wire;
using ReflectionBot.Tests.Telegram.Loopback;

namespace ReflectionBot.Tests.Telegram;

/// <summary>Our types against the official description of the Bot API.</summary>
public sealed class RequestTypeTests
{
    private static readonly ApiRules _rules = new();
    private static readonly NullabilityInfoContext _nullability = new();

    public static TheoryData<Type> Requests =>
        [.. typeof(IBotRequest).Assembly.GetTypes().Where(type => type.IsAssignableTo(typeof(IBotRequest)) && !type.IsInterface)];

    public static TheoryData<Type, string> Read => new()
    {
        { typeof(Update), "Update" }, { typeof(Message), "Message" }, { typeof(Chat), "Chat" }, { typeof(User), "User" },
        { typeof(CallbackQuery), "CallbackQuery" }, { typeof(CallbackMessage), "InaccessibleMessage" }, { typeof(ResponseParameters), "ResponseParameters" },
        { typeof(ChatMemberUpdated), "ChatMemberUpdated" }, { typeof(ChatMember), "ChatMember" }, { typeof(ForumTopic), "ForumTopic" },
        { typeof(WebhookInfo), "WebhookInfo" }, { typeof(BotUser), "User" }, { typeof(SentMessage), "Message" }, { typeof(BotName), "BotName" },
        { typeof(BotDescription), "BotDescription" }, { typeof(BotShortDescription), "BotShortDescription" },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public void A_request_has_the_names_types_and_required_fields_of_its_method(Type request)
    {
        var method = BotApi.MethodOf(request);

        Assert.True(_rules.Knows(method), $"there is no method {method}");
        AssertFits(request, method, sent: true);
    }

    [Fact]
    public void Every_method_of_the_extract_is_one_the_bot_uses()
    {
        Assert.Equal(_rules.Methods.Order(), Requests.Select(row => BotApi.MethodOf(row.Data)).Order());
    }

    [Theory]
    [MemberData(nameof(Read))]
    public void What_is_read_stands_in_the_description(Type type, string official) => AssertFits(type, official, sent: false);

    [Fact]
    public void A_null_is_left_out_because_the_server_reads_it_as_a_word()
    {
        var json = JsonSerializer.Serialize(new SendMessage(1, "ü 😀 <&>"), BotApiJson.Wire.SendMessage);

        Assert.Equal("""{"chat_id":1,"text":"ü 😀 <&>"}""".Replace("😀", "\\uD83D\\uDE00", StringComparison.Ordinal), json);
    }

    private static void AssertFits(Type type, string official, bool sent)
    {
        var fields = _rules.FieldsOf(official);
        var ours = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.GetCustomAttribute<JsonIgnoreAttribute>() is null && property.Name != "EqualityContract")
            .ToDictionary(property => JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name));
        foreach (var (name, property) in ours)
        {
            Assert.True(fields.TryGetValue(name, out var officialType), $"{official} has no {name}");
            Assert.True(officialType.TrimStart('!').Split('|').Any(option => Fits(property.PropertyType, option)), $"{official}.{name} is {officialType} and not {property.PropertyType.Name}");
            if (sent && officialType[0] == '!')
            {
                Assert.True(_nullability.Create(property).ReadState != NullabilityState.Nullable && Nullable.GetUnderlyingType(property.PropertyType) is null, $"{official}.{name} is required and may not be null");
            }

            if (sent && officialType[0] != '!' && property.PropertyType.IsValueType)
            {
                // A value type that is always sent is fine only where the bot always means it.
                Assert.True(Nullable.GetUnderlyingType(property.PropertyType) is not null || _alwaysMeant.Contains($"{official}.{name}"), $"{official}.{name} is sent although it may be left out");
            }
        }

        if (sent)
        {
            foreach (var (name, officialType) in fields.Where(field => field.Value[0] == '!'))
            {
                Assert.True(ours.ContainsKey(name), $"{official} needs {name}: {officialType}");
            }
        }
    }

    private static readonly HashSet<string> _alwaysMeant =
        ["getUpdates.limit", "getUpdates.timeout", "setWebhook.max_connections", "editMessageText.chat_id", "editMessageText.message_id", "editMessageReplyMarkup.chat_id", "editMessageReplyMarkup.message_id", "LinkPreviewOptions.is_disabled"];

    private static bool Fits(Type type, string official)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(Present) || type == typeof(EnclosedWords))
        {
            return true;
        }

        if (official.StartsWith("Array of ", StringComparison.Ordinal))
        {
            return type != typeof(string) && type.IsAssignableTo(typeof(IEnumerable)) && Fits(type.IsArray ? type.GetElementType()! : type.GetGenericArguments()[0], official["Array of ".Length..]);
        }

        switch (official)
        {
            case "Integer":
                return type == typeof(int) || type == typeof(long);
            case "String" or "InputFile":
                return type == typeof(string);
            case "Boolean":
                return type == typeof(bool);
            case "MaybeInaccessibleMessage":
                return type == typeof(CallbackMessage);
            case "BotCommandScope":
                AssertFits(type, "BotCommandScopeAllPrivateChats", sent: true);
                return type == typeof(BotCommandScope);
            default:
                if (type.Name == official && type.Namespace == typeof(Update).Namespace)
                {
                    if (_rules.KnowsType(official) && official is not ("Update" or "Message" or "Chat" or "User" or "CallbackQuery" or "ChatMember" or "ChatMemberUpdated"))
                    {
                        AssertFits(type, official, sent: true);
                    }

                    return true;
                }

                return false;
        }
    }
}
