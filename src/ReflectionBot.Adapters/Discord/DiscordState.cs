using Microsoft.Extensions.Diagnostics.HealthChecks;
using ReflectionBot.Adapters.Discord.Http;

namespace ReflectionBot.Adapters.Discord;

/// <summary>What is known of the bot at Discord, for all parts of the adapter and for <c>/readyz</c>.</summary>
internal sealed class DiscordState : IHealthCheck
{
    private volatile string? _applicationId;
    private volatile InteractionSignature? _signature;
    private volatile string? _trouble;
    private volatile bool _tokenRefused;

    /// <summary>Null until Discord answered for the first time.</summary>
    public string? ApplicationId
    {
        get => _applicationId;
        set => _applicationId = value;
    }

    /// <summary>What Discord's requests are signed with; null until Discord has told it.</summary>
    public InteractionSignature? Signature
    {
        get => _signature;
        set => _signature = value;
    }

    public bool TokenRefused => _tokenRefused;

    /// <summary>Why events do not come right now, in plain words; null when they do.</summary>
    public string? Trouble
    {
        get => _trouble;
        set
        {
            if (!_tokenRefused)
            {
                _trouble = value;
            }
        }
    }

    /// <summary>True the first time.</summary>
    public bool RefuseToken()
    {
        var first = !_tokenRefused;
        _trouble = "the token was refused";
        _tokenRefused = true;
        return first;
    }

    /// <summary>Trouble with one platform does not take the process out of service: the others go on.</summary>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(_trouble is { } trouble ? HealthCheckResult.Degraded(trouble) : HealthCheckResult.Healthy());
}
