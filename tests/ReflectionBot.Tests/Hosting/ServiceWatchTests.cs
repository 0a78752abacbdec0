using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;
using ReflectionBot.Hosting;
using ReflectionBot.Tests.LocalChat;
using ReflectionBot.Tests.Outbox;
using ReflectionBot.Tests.Scheduling;

namespace ReflectionBot.Tests.Hosting;

public sealed class ServiceWatchTests
{
    private const string Words = "what somebody wrote";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_service_that_fails_by_a_bug_ends_nothing_else_is_named_and_begins_again()
    {
        var clock = new ManualClock();
        var frail = new Frail();
        using var logs = new CollectedLogs();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddBotConsole(builder.Environment).AddProvider(logs);
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddHostedService(_ => frail);
        builder.Services.AddServiceWatch();
        using var host = builder.Build();
        await host.StartAsync(Token);

        await Eventually.True(() => clock.Due.Count == 1, "it has failed and rests");
        var (status, told) = await HealthAsync(host);
        Assert.Equal((HealthStatus.Unhealthy, "failed by a bug: Frail (InvalidOperationException)"), (status, told));
        Assert.Contains("Frail failed by a bug", logs.All, StringComparison.Ordinal);
        Assert.DoesNotContain(Words, logs.All, StringComparison.Ordinal);

        clock.Advance(Duration.FromTimeSpan(ServiceWatch.Pause));
        await frail.Works.Task.WaitAsync(TimeSpan.FromSeconds(60), Token);
        await Eventually.TrueAsync(async () => (await HealthAsync(host)).Status is HealthStatus.Healthy, "it is well again");
        Assert.False(host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested);
        await host.StopAsync(Token);
        Assert.True(frail.ExecuteTask!.IsCompleted);
    }

    [Fact]
    public void The_bot_watches_its_services()
    {
        var settings = new BotSettings
        {
            HttpUrl = new Uri("http://127.0.0.1:0"),
            LocalChat = false,
            LocalChatAllowRemote = false,
            LocalChatHosts = [],
            ContentPath = "content",
            Storage = new(),
        };
        Assert.Contains(new ServiceCollection().AddBot(settings, Turns.BotUnderTest.Pack), service => service.ServiceType == typeof(ServiceWatch));
    }

    private static async Task<(HealthStatus Status, string? Told)> HealthAsync(IHost host)
    {
        var report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(check => check.Tags.Contains(OperatorPages.Ready), Token);
        return (report.Status, report.Entries["services"].Description);
    }

    private sealed class Frail : BackgroundService
    {
        private int _begun;

        public TaskCompletionSource Works { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        protected override Task ExecuteAsync(CancellationToken stoppingToken)
        {
            if (_begun++ == 0)
            {
                throw new InvalidOperationException(Words);
            }

            Works.SetResult();
            return Task.Delay(Timeout.InfiniteTimeSpan, stoppingToken);
        }
    }
}
