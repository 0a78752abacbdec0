using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ReflectionBot.Storage;

/// <summary>Whether the storage answers.</summary>
public interface IStorageHealth
{
    bool IsOpen { get; }

    /// <summary>What went wrong with the last operation, without content; null when nothing did.</summary>
    string? Fault { get; }

    /// <summary>Opens or re-opens; nothing to do when open.</summary>
    void Open();
}

/// <summary>Not ready while turns cannot be made durable.</summary>
internal sealed class StorageHealthCheck(IStorageHealth health) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(health is { IsOpen: true, Fault: null } ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy(health.Fault));
}
