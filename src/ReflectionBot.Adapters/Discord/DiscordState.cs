using Microsoft.Extensions.Diagnostics.HealthChecks;
using ReflectionBot.Adapters.Discord.Http;

namespace ReflectionBot.Adapters.Discord;

/// <summary>What is known of the bot at Discord, for all parts of the adapter and for <c>/readyz</c>.</summary>
internal sealed class DiscordState : IHealthCheck
{
    private volatile string? _applicationId;
    private volatile InteractionSignature? _signature;
    private volatile string? _trouble;
    private volatile string? _refusal;

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

    /// <summary>Discord will not work with this bot before an operator has done something.</summary>
    public bool IsRefused => _refusal is not null;

    /// <summary>Why events do not come right now, in plain words; null when they do.</summary>
    public string? Trouble
    {
        get => _refusal ?? _trouble;
        set => _trouble = value;
    }

    /// <summary>True the first time, and for one of several that hear of it at once. For good: what goes well at the same moment does not hide it.</summary>
    /// <param name="reason">In plain words. The first one stays: what follows is its consequence.</param>
    public bool Refuse(string reason) => Interlocked.CompareExchange(ref _refusal, reason, null) is null;

    /// <summary>Trouble with one platform does not take the process out of service: the others go on.</summary>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(Trouble is { } trouble ? HealthCheckResult.Degraded(trouble) : HealthCheckResult.Healthy());
}
