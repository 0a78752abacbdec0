using Microsoft.Extensions.Diagnostics.HealthChecks;
using ReflectionBot.Adapters.Telegram.Wire;

namespace ReflectionBot.Adapters.Telegram;

/// <summary>What is known of the bot at Telegram, for all parts of the adapter and for <c>/readyz</c>.</summary>
internal sealed class TelegramState : IHealthCheck
{
    private volatile BotUser? _me;
    private volatile string? _trouble;
    private int _tokenRefused;

    /// <summary>Null until Telegram answered for the first time.</summary>
    public BotUser? Me
    {
        get => _me;
        set => _me = value;
    }

    public bool TokenRefused => Volatile.Read(ref _tokenRefused) != 0;

    /// <summary>Why updates do not come right now, in plain words; null when they do.</summary>
    public string? Trouble
    {
        get => TokenRefused ? "the token was refused" : _trouble;
        set => _trouble = value;
    }

    /// <summary>True the first time, and for one of several that hear of it at once. For good: what goes well at the same moment does not hide it.</summary>
    public bool RefuseToken() => Interlocked.Exchange(ref _tokenRefused, 1) == 0;

    /// <summary>Trouble with one platform does not take the process out of service: the others go on.</summary>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(Trouble is { } trouble ? HealthCheckResult.Degraded(trouble) : HealthCheckResult.Healthy());
}
