using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Outbox;
using ReflectionBot.Scheduling;
using ReflectionBot.Storage;
using ReflectionBot.Tests.Outbox;
using ReflectionBot.Tests.Storage;

namespace ReflectionBot.Tests.Turns;

/// <summary>The rooms as the host puts them together.</summary>
public sealed class HostedBotTests : IDisposable
{
    private static readonly Address Ann = Address.Parse("local:ann");
    private readonly TempFolder _folder = new();
    private readonly ScriptedSender _platform = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private StorageOptions Options => SqliteUnderTest.OptionsIn(_folder);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_started_bot_answers_wakes_who_asked_for_it_and_stops_in_order()
    {
        using var host = Host();
        await host.StartAsync(Token);
        Assert.Equal(HealthStatus.Healthy, await HealthAsync(host));
        var inputs = host.Services.GetRequiredService<IInputSink>();
        Assert.Equal(Acceptance.Taken, await inputs.AcceptAsync(new TextInput("1", Ann, "hello"), Token));
        await Eventually.True(() => _platform.Texts.Count > 0, "the bot answers");

        var turns = host.Services.GetRequiredService<ITurnStore>();
        var basis = await turns.LoadAsync(Ann, "2", Token);
        await turns.CommitAsync(new TurnCommit(basis, "2", SystemClock.Instance.GetCurrentInstant()) { State = basis.State, WakesAt = Instant.FromUtc(2020, 1, 1, 0, 0) }, Token);
        var housekeeping = host.Services.GetRequiredService<IHousekeeping>();
        await Eventually.TrueAsync(async () => (await housekeeping.DueAsync(SystemClock.Instance.GetCurrentInstant(), 1, [], Token)).IsEmpty, "the sweep comes round");

        await host.StopAsync(Token);
        Assert.Equal(Acceptance.Unavailable, await inputs.AcceptAsync(new TextInput("3", Ann, "hello"), Token));
    }

    [Fact]
    public async Task A_second_bot_on_the_same_database_does_not_start()
    {
        using var first = Host();
        await first.StartAsync(Token);
        using var second = Host();
        await Assert.ThrowsAsync<StorageInUseException>(() => second.StartAsync(Token));
        await first.StopAsync(Token);
    }

    [Fact]
    public async Task A_wrong_key_stops_the_start()
    {
        using (var host = Host())
        {
            await host.StartAsync(Token);
            await host.StopAsync(Token);
        }

        await File.WriteAllTextAsync(Options.KeyPath, Convert.ToBase64String(new byte[32]), Token);
        using var again = Host();
        await Assert.ThrowsAsync<StorageKeyException>(() => again.StartAsync(Token));
    }

    [Fact]
    public async Task With_a_folder_instead_of_a_database_the_bot_starts_unready_helps_and_goes_on_when_it_is_gone()
    {
        await File.WriteAllTextAsync(Options.KeyPath, Convert.ToBase64String(new byte[32]), Token);
        Directory.CreateDirectory(Options.DatabasePath);
        using var host = Host();
        await host.StartAsync(Token);
        Assert.Equal(HealthStatus.Unhealthy, await HealthAsync(host));
        var inputs = host.Services.GetRequiredService<IInputSink>();
        Assert.Equal(Acceptance.Unavailable, await inputs.AcceptAsync(new TextInput("1", Ann, "i want to kill myself tonight"), Token));
        Assert.Equal(ReplyKind.Card, ((Reply)Assert.Single(_platform.Deliveries).Outgoing).Kind);

        Directory.Delete(Options.DatabasePath);
        await Eventually.TrueAsync(async () => await HealthAsync(host) is HealthStatus.Healthy, "the storage opens");
        Assert.Equal(Acceptance.Taken, await inputs.AcceptAsync(new TextInput("2", Ann, "hello"), Token));
        await host.StopAsync(Token);
    }

    private static async Task<HealthStatus> HealthAsync(IHost host) =>
        (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(check => check.Tags.Contains(StorageRegistration.Ready), Token)).Status;

    private IHost Host()
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IClock>(SystemClock.Instance);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<ISender>(_platform);
        builder.Services.AddSingleton<Func<Pack>>(() => BotUnderTest.Pack);
        builder.Services.AddStorage(Options).AddStorageKeeper().AddOutbox().AddPatientTurns().AddSchedule();
        return builder.Build();
    }
}
