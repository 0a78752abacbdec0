using Microsoft.Extensions.Diagnostics.HealthChecks;
using ReflectionBot.Adapters.Telegram.Wire;

namespace ReflectionBot.Adapters.Telegram;

/// <summary>What is known of the bot at Telegram, for all parts of the adapter and for <c>/readyz</c>.</summary>
internal sealed class TelegramState : IHealthCheck
{
    private volatile BotUser? _me;
    private volatile string? _trouble;
    private volatile bool _tokenRefused;

    /// <summary>Null until Telegram answered for the first time.</summary>
    public BotUser? Me
    {
        get => _me;
        set => _me = value;
    }

    public bool TokenRefused => _tokenRefused;

    /// <summary>Why updates do not come right now, in plain words; null when they do.</summary>
    public string? Trouble
    {
        get => _trouble;
        set => _trouble = value;
    }

    /// <summary>True the first time.</summary>
    public bool RefuseToken()
    {
        var first = !_tokenRefused;
        _tokenRefused = true;
        _trouble = "the token was refused";
        return first;
    }

    /// <summary>Trouble with one platform does not take the process out of service: the others go on.</summary>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(_trouble is { } trouble ? HealthCheckResult.Degraded(trouble) : HealthCheckResult.Healthy());
}
