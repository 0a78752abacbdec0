using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging;

namespace ReflectionBot.Adapters.Discord.Gateway;

/// <summary>
/// The sessions of all shards on disk, so that the next process resumes them. Written whole, beside itself first. Its loss costs an
/// identify per shard and what was said meanwhile, nothing else; so trouble with it is told and stops nothing.
/// </summary>
internal sealed partial class SessionFile(string path, ILogger logger)
{
    private bool _failed;

    /// <param name="owner">What must not have changed since: <see cref="OwnerOf"/>.</param>
    /// <returns>By shard; empty when there are none for this owner.</returns>
    public IReadOnlyDictionary<int, StoredSession> Load(string owner)
    {
        try
        {
            if (File.Exists(path) && JsonSerializer.Deserialize(File.ReadAllBytes(path), SessionFileJson.Default.KeptSessions) is { } kept && kept.Owner == owner)
            {
                return kept.Shards.Where(shard => shard is { Id: >= 0, Session.SessionId.Length: > 0 })
                    .DistinctBy(shard => shard.Id).ToDictionary(shard => shard.Id, shard => shard.Session);
            }
        }
        catch (Exception fault) when (fault is JsonException or IOException or UnauthorizedAccessException)
        {
            LogUnreadable(logger, path, fault.GetType().Name);
        }

        return new Dictionary<int, StoredSession>();
    }

    public void Save(string owner, IReadOnlyDictionary<int, StoredSession> sessions)
    {
        var kept = new KeptSessions(owner, [.. sessions.Select(pair => new KeptShard(pair.Key, pair.Value))]);
        try
        {
            var beside = path + ".new";
            var mode = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                mode.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using (var file = new FileStream(beside, mode))
            {
                JsonSerializer.Serialize(file, kept, SessionFileJson.Default.KeptSessions);
            }

            File.Move(beside, path, overwrite: true);
            _failed = false;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            if (!_failed)
            {
                LogUnwritable(logger, path, fault.GetType().Name);
            }

            _failed = true;
        }
    }

    /// <summary>A session of another bot, with other intents or other shards must not be resumed.</summary>
    /// <param name="options">Of its token only the part before the first dot is used: the bot's public number.</param>
    /// <param name="shardCount">Over how many.</param>
    public static string OwnerOf(GatewayOptions options, int shardCount) =>
        $"{(options.Token.Split('.') is [var id, _, ..] ? id : "")}/{(int)options.Intents}/{shardCount}";

    [LoggerMessage(Level = LogLevel.Warning, Message = "The sessions in {Path} cannot be read ({Fault}); new ones are begun")]
    private static partial void LogUnreadable(ILogger logger, string path, string fault);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The sessions cannot be kept in {Path} ({Fault}): a restart will begin new ones, and what is said meanwhile is lost")]
    private static partial void LogUnwritable(ILogger logger, string path, string fault);
}

internal sealed record KeptSessions(string Owner, IReadOnlyList<KeptShard> Shards);

internal sealed record KeptShard(int Id, StoredSession Session);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(KeptSessions))]
internal sealed partial class SessionFileJson : JsonSerializerContext;
