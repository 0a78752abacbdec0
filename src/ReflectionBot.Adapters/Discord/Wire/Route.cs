namespace ReflectionBot.Adapters.Discord.Wire;

/// <summary>One method of the API with the ids it is about.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Template">The path with its ids left out: what a rate limit is learnt for, what a metric may show.</param>
/// <param name="Path">The path from the API's root on. May hold an interaction's token: never printed.</param>
/// <param name="Major">What the limit is counted for besides the bucket: a channel, or an interaction in place of its token.</param>
internal sealed record Route(HttpMethod Method, string Template, string Path, string Major = "")
{
    /// <summary>Routes of an interaction: outside the global limit, and authorised by their own token instead of the bot's.</summary>
    public bool OfInteraction { get; init; }

    public string Name => $"{Method} {Template}";

    public override string ToString() => Name;

    public static Route Application() => new(HttpMethod.Get, "applications/@me", "applications/@me");

    public static Route GatewayBot() => new(HttpMethod.Get, "gateway/bot", "gateway/bot");

    public static Route Commands(HttpMethod method, string application) =>
        new(method, "applications/{}/commands", $"applications/{application}/commands{(method == HttpMethod.Get ? "?with_localizations=true" : "")}");

    public static Route OpenChannel() => new(HttpMethod.Post, "users/@me/channels", "users/@me/channels");

    public static Route Typing(string channel) => new(HttpMethod.Post, "channels/{}/typing", $"channels/{channel}/typing", channel);

    public static Route Messages(HttpMethod method, string channel, string query = "") =>
        new(method, "channels/{}/messages", $"channels/{channel}/messages{query}", channel);

    public static Route Message(HttpMethod method, string channel, string message) =>
        new(method, "channels/{}/messages/{}", $"channels/{channel}/messages/{message}", channel);

    public static Route Guild(string guild) => new(HttpMethod.Get, "guilds/{}", $"guilds/{guild}", guild);

    public static Route Member(string guild, string person) => new(HttpMethod.Get, "guilds/{}/members/{}", $"guilds/{guild}/members/{person}", guild);

    public static Route Threads(string channel, string message) =>
        new(HttpMethod.Post, "channels/{}/messages/{}/threads", $"channels/{channel}/messages/{message}/threads", channel);

    public static Route Channel(HttpMethod method, string channel) => new(method, "channels/{}", $"channels/{channel}", channel);

    public static Route Callback(InteractionKey key) =>
        new(HttpMethod.Post, "interactions/{}/{}/callback", $"interactions/{key.Id}/{key.Token}/callback?with_response=true", key.Id) { OfInteraction = true };

    public static Route Followup(InteractionKey key) =>
        new(HttpMethod.Post, "webhooks/{}/{}", $"webhooks/{key.Application}/{key.Token}?wait=true", key.Id) { OfInteraction = true };

    /// <param name="method">What to do with it.</param>
    /// <param name="key">Whose.</param>
    /// <param name="message">A message's id, or <see cref="Original"/>.</param>
    public static Route OwnMessage(HttpMethod method, InteractionKey key, string message) =>
        new(method, message == Original ? "webhooks/{}/{}/messages/@original" : "webhooks/{}/{}/messages/{}", $"webhooks/{key.Application}/{key.Token}/messages/{message}", key.Id) { OfInteraction = true };

    /// <summary>The first answer to an interaction; for a button that was acknowledged or updated, the message it stands on.</summary>
    public const string Original = "@original";
}

/// <summary>What reaches an interaction for 15 minutes. The token is in memory alone and never prints.</summary>
internal sealed record InteractionKey(string Application, string Id, string Token)
{
    public override string ToString() => $"interaction {Id}";
}
