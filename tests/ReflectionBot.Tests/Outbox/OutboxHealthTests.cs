using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using ReflectionBot.Outbox;
using ReflectionBot.Tests.Scheduling;
using ReflectionBot.Tests.Storage;

namespace ReflectionBot.Tests.Outbox;

public sealed class OutboxHealthTests : IAsyncLifetime
{
    private static readonly Duration Beat = Duration.FromSeconds(2);

    private readonly TempFolder _folder = new();
    private readonly ManualClock _clock = new();
    private readonly SqliteUnderTest _storage;
    private readonly OutboxSender _outbox;
    private readonly OutboxService _service;

    public OutboxHealthTests()
    {
        _storage = SqliteUnderTest.Closed(SqliteUnderTest.OptionsIn(_folder));
        _outbox = new OutboxSender(
            _storage.Outbox, [new ScriptedSender()], _clock, _clock, new OutboxMetrics(Meters.Factory), NullLogger<OutboxSender>.Instance, new OutboxSettings());
        _service = new OutboxService(_outbox, _clock);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _service.StopAsync(Token);
        _service.Dispose();
        await _outbox.DisposeAsync();
        await _storage.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task An_outbox_that_looks_at_its_rows_is_healthy_however_long_it_runs()
    {
        _storage.Database.Open();
        await _service.StartAsync(Token);
        for (var run = Duration.Zero; run < Duration.FromMinutes(5); run += Beat)
        {
            await LookedAsync();
            Assert.Equal(HealthStatus.Healthy, await StatusAsync());
            _clock.Advance(Beat);
        }
    }

    [Fact]
    public async Task An_outbox_whose_storage_is_gone_is_not_ready_until_it_is_back()
    {
        await _service.StartAsync(Token);
        _clock.Advance(Duration.FromTimeSpan(OutboxService.Stuck) - Duration.FromMilliseconds(1));
        Assert.Equal(HealthStatus.Healthy, await StatusAsync());
        _clock.Advance(Duration.FromMilliseconds(1));
        Assert.Equal(HealthStatus.Unhealthy, await StatusAsync());

        // The look that was under way may have failed just before; the one after it does not.
        _storage.Database.Open();
        for (var look = 0; look < 2; look++)
        {
            await LookedAsync();
            _clock.Advance(Beat);
        }

        await LookedAsync();
        Assert.Equal(HealthStatus.Healthy, await StatusAsync());
    }

    /// <summary>Waits until the outbox waits for its next look: time that passes before that is lost on it.</summary>
    private Task LookedAsync() => Eventually.True(() => _clock.Due.Count > 0, "the outbox has looked and waits for its next look");

    private async Task<HealthStatus> StatusAsync() => (await _service.CheckHealthAsync(new HealthCheckContext(), Token)).Status;
}
