using System.Collections.Immutable;

namespace ReflectionBot.Adapters.Telegram;

/// <summary>How updates come.</summary>
public enum TelegramReceive
{
    /// <summary>We ask: needs no public address.</summary>
    Polling,

    /// <summary>Telegram calls <see cref="TelegramOptions.WebhookUrl"/>.</summary>
    Webhook,

    /// <summary>Another process receives; this one only sends.</summary>
    Off,
}

/// <summary>What an operator sets for Telegram. Never prints its token or its secret.</summary>
public sealed record TelegramOptions
{
    public const string Platform = "telegram";

    /// <summary>Where the webhook is served, whatever stands in front of it.</summary>
    public const string WebhookPath = "/telegram";

    public static readonly Uri OfficialApi = new("https://api.telegram.org");

    /// <summary>As BotFather gave it: the bot's number, a colon, a secret.</summary>
    public required string Token { get; init; }

    /// <summary>Root of the Bot API; a self-hosted server has another.</summary>
    public Uri ApiBaseUrl { get; init; } = OfficialApi;

    public TelegramReceive Receive { get; init; }

    /// <summary>The public https address under which Telegram reaches <see cref="WebhookPath"/>.</summary>
    public Uri? WebhookUrl { get; init; }

    /// <summary>Proves that an update comes from Telegram: 1 to 256 of A-Z a-z 0-9 _ -.</summary>
    public string? WebhookSecret { get; init; }

    public TelegramRates Rates { get; init; } = new();

    /// <summary>Everything that is wrong, as setting and rule; empty when the bot can start.</summary>
    public ImmutableArray<(string Setting, string Rule)> Faults()
    {
        var faults = ImmutableArray.CreateBuilder<(string, string)>();
        if (!IsToken(Token))
        {
            faults.Add(("Telegram:Token", "must be a number, a colon and the letters behind it, as BotFather shows it"));
        }

        if (!ApiBaseUrl.IsAbsoluteUri || ApiBaseUrl.Scheme is not ("http" or "https") || ApiBaseUrl.Query.Length > 0)
        {
            faults.Add(("Telegram:ApiBaseUrl", "must be an http or https address without a query"));
        }

        if (Receive == TelegramReceive.Webhook)
        {
            if (WebhookUrl is not { IsAbsoluteUri: true, Scheme: "https" })
            {
                faults.Add(("Telegram:WebhookUrl", "must be an https address when Telegram:Receive is webhook"));
            }
            else if (ApiBaseUrl == OfficialApi && WebhookUrl.Port is not (443 or 80 or 88 or 8443))
            {
                faults.Add(("Telegram:WebhookUrl", "must have port 443, 80, 88 or 8443: Telegram calls no other"));
            }

            if (!IsSecret(WebhookSecret))
            {
                faults.Add(("Telegram:WebhookSecret", "must be 1 to 256 of A-Z, a-z, 0-9, _ and - when Telegram:Receive is webhook"));
            }
        }

        return faults.ToImmutable();
    }

    public override string ToString() => $"Telegram at {ApiBaseUrl.Host}, {Receive}";

    private static bool IsToken(string? token) =>
        token?.Split(':') is [{ Length: > 0 } number, { Length: > 0 } secret]
        && number.All(char.IsAsciiDigit)
        && secret.All(IsPlain);

    private static bool IsSecret(string? secret) => secret is { Length: >= 1 and <= 256 } && secret.All(IsPlain);

    private static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-';
}
