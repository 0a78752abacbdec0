using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ReflectionBot.Adapters.Discord.Wire;

/// <summary>Names and shapes of everything sent to and read from Discord, made at build time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = false)]
[JsonSerializable(typeof(MessageBody))]
[JsonSerializable(typeof(CallbackBody))]
[JsonSerializable(typeof(ModalCallbackBody))]
[JsonSerializable(typeof(OpenChannelBody))]
[JsonSerializable(typeof(SlashCommand[]))]
[JsonSerializable(typeof(ApplicationInfo))]
[JsonSerializable(typeof(GatewayInfo))]
[JsonSerializable(typeof(ChannelInfo))]
[JsonSerializable(typeof(SentMessage))]
[JsonSerializable(typeof(CallbackAnswer))]
[JsonSerializable(typeof(ListedMessage[]))]
[JsonSerializable(typeof(ErrorBody))]
[JsonSerializable(typeof(InteractionPayload))]
[JsonSerializable(typeof(MessagePayload))]
[JsonSerializable(typeof(GuildPayload))]
[JsonSerializable(typeof(ThreadPayload))]
[JsonSerializable(typeof(GuildInfo))]
[JsonSerializable(typeof(MemberInfo))]
[JsonSerializable(typeof(OpenThreadBody))]
[JsonSerializable(typeof(CloseThreadBody))]
internal sealed partial class DiscordJson : JsonSerializerContext
{
    /// <summary>Writes letters of every script as they are instead of six bytes each; nothing here ends in HTML.</summary>
    public static DiscordJson Wire => Compact.Instance;

    /// <summary>Apart, because it is made from <see cref="Default"/>, which must be there first.</summary>
    private static class Compact
    {
        public static readonly DiscordJson Instance = new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }
}
