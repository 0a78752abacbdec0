using System.Text.Json.Serialization;

namespace ReflectionBot.Adapters.Discord.Gateway;

internal sealed record Sent<T>(int Op, T D);

/// <summary>Begins a session (op 2). Never prints its token.</summary>
internal sealed record Identify(string Token, int Intents, int[] Shard, IdentifyProperties Properties)
{
    public override string ToString() => $"identify of shard {Shard[0]} of {Shard[1]}";
}

internal sealed record IdentifyProperties(string Os, string Browser, string Device)
{
    private const string Program = "reflectionbot";

    public static readonly IdentifyProperties Own = new(
        OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "macos" : "linux", Program, Program);
}

/// <summary>Goes on with a session (op 6). Never prints its token.</summary>
internal sealed record Resume(string Token, string SessionId, long Seq)
{
    public override string ToString() => $"resume behind {Seq}";
}

internal sealed record Hello
{
    /// <summary>Milliseconds.</summary>
    public double HeartbeatInterval { get; init; }
}

/// <summary>What of READY the gateway itself needs.</summary>
internal sealed record ReadyData
{
    public string? SessionId { get; init; }

    public string? ResumeGatewayUrl { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(Sent<Identify>))]
[JsonSerializable(typeof(Sent<Resume>))]
[JsonSerializable(typeof(Sent<long?>))]
[JsonSerializable(typeof(Hello))]
[JsonSerializable(typeof(ReadyData))]
internal sealed partial class GatewayWire : JsonSerializerContext;
