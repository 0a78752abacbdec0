using System.Collections.Concurrent;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ReflectionBot.Hosting;

/// <summary>
/// What runs beside the turns may fail by a bug, and help goes on all the same: the process stays, <c>/readyz</c> says what failed, and it is begun again after a pause.
/// </summary>
internal sealed partial class ServiceWatch(IServiceProvider services, TimeProvider time, ILogger<ServiceWatch> logger) : IHostedLifecycleService, IHealthCheck, IDisposable
{
    /// <summary>How long it rests before it is begun again: what failed at once does so most likely once more.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, string> _failed = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _ending = new();

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(_failed.IsEmpty
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy("failed by a bug: " + string.Join(", ", _failed.Select(one => $"{one.Key} ({one.Value})").Order(StringComparer.Ordinal))));

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        foreach (var service in services.GetServices<IHostedService>().OfType<BackgroundService>())
        {
            _ = WatchAsync(service);
        }

        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => _ending.CancelAsync();

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _ending.Dispose();

    private async Task WatchAsync(BackgroundService service)
    {
        var name = service.GetType().Name;
        var end = service.ExecuteTask ?? Task.CompletedTask;
        while (true)
        {
            await end.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (end.Exception?.GetBaseException() is not { } bug || _ending.IsCancellationRequested)
            {
                return;
            }

            // The message of an exception may repeat what somebody wrote; its type does not.
            var (type, stack) = (bug.GetType().Name, bug.StackTrace);
            _failed[name] = type;
            LogFailed(name, type, stack);
            await Task.Delay(Pause, time, _ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_ending.IsCancellationRequested)
            {
                return;
            }

            end = BeginAgainAsync(service);
            _failed.TryRemove(name, out _);
        }
    }

    private async Task BeginAgainAsync(BackgroundService service)
    {
        await service.StartAsync(_ending.Token);
        await service.ExecuteTask!;
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "{Service} failed by a bug; everything else goes on, and it is begun again in ten seconds: {Type} {Stack}")]
    private partial void LogFailed(string service, string type, string? stack);
}

internal static class ServiceWatchRegistration
{
    /// <summary>Over every background service there is.</summary>
    public static IServiceCollection AddServiceWatch(this IServiceCollection services)
    {
        services.Configure<HostOptions>(host => host.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.Ignore);
        services.AddSingleton<ServiceWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<ServiceWatch>());
        services.AddHealthChecks().AddCheck<ServiceWatch>("services", tags: [OperatorPages.Ready]);
        return services;
    }
}
