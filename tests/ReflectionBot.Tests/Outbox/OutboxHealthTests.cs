using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using ReflectionBot.Outbox;
using ReflectionBot.Tests.Scheduling;
using ReflectionBot.Tests.Storage;

namespace ReflectionBot.Tests.Outbox;

public sealed class OutboxHealthTests : IAsyncLifetime
{
    private readonly SqliteUnderTest _storage = SqliteUnderTest.Fresh();
    private readonly ManualClock _clock = new();
    private OutboxSender _outbox = null!;
    private OutboxService _service = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _outbox = new OutboxSender(
            _storage.Outbox, [new ScriptedSender()], _clock, _clock, new OutboxMetrics(Meters.Factory), NullLogger<OutboxSender>.Instance, new OutboxSettings());
        _service = new OutboxService(_outbox, _clock);
        await _service.StartAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _service.StopAsync(Token);
        _service.Dispose();
        await _outbox.DisposeAsync();
        await _storage.DisposeAsync();
    }

    [Fact]
    public async Task An_outbox_that_looks_at_its_rows_is_healthy_however_long_it_runs()
    {
        for (var minute = 0; minute < 5; minute++)
        {
            _clock.Advance(Duration.FromMinutes(1));
            await Eventually.TrueAsync(async () => await StatusAsync() is HealthStatus.Healthy, "the outbox looks again");
        }
    }

    [Fact]
    public async Task An_outbox_whose_storage_is_gone_is_not_ready()
    {
        await Eventually.TrueAsync(async () => await StatusAsync() is HealthStatus.Healthy && _clock.Due.Count > 0, "the outbox has looked and waits for its next look");
        _storage.Database.Dispose();

        _clock.Advance(Duration.FromTimeSpan(OutboxService.Stuck));

        Assert.Equal(HealthStatus.Unhealthy, await StatusAsync());
    }

    private async Task<HealthStatus> StatusAsync() => (await _service.CheckHealthAsync(new HealthCheckContext(), Token)).Status;
}
