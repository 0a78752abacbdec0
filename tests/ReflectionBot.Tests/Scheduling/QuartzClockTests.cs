using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Outbox;
using ReflectionBot.Scheduling;
using ReflectionBot.Storage;
using ReflectionBot.Storage.Sqlite;
using ReflectionBot.Tests.Nudges;
using ReflectionBot.Tests.Outbox;
using ReflectionBot.Tests.Storage;
using ReflectionBot.Tests.Telegram;
using ReflectionBot.Tests.Turns;
using ReflectionBot.Turns;

namespace ReflectionBot.Tests.Scheduling;

/// <summary>Quartz as the host sets it up, on a clock whose wall time and whose passing of time the test turns apart.</summary>
public sealed class QuartzClockTests : IAsyncLifetime
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PatienceBeforeAnotherSecond = TimeSpan.FromSeconds(10);

    private readonly TempFolder _folder = new();
    private readonly ManualTime _time = new();
    private readonly ScriptedSender _platform = new();
    private readonly IHost _host;
    private CountedHousekeeping _sweeps = null!;

    public QuartzClockTests()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IClock>(new Wall(_time));
        builder.Services.AddSingleton<TimeProvider>(_time);
        builder.Services.AddSingleton<ISender>(_platform);
        builder.Services.AddSingleton<Func<Pack>>(static () => BotUnderTest.Pack);
        builder.Services.AddStorage(SqliteUnderTest.OptionsIn(_folder)).AddStorageKeeper().AddOutbox().AddTurns().AddSchedule(_time);
        builder.Services.AddSingleton<IHousekeeping>(provider => _sweeps = new CountedHousekeeping(provider.GetRequiredService<SqliteHousekeeping>()));
        _host = builder.Build();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private Instant Now => Instant.FromDateTimeOffset(_time.GetUtcNow());

    public async ValueTask InitializeAsync()
    {
        await _host.StartAsync(Token);
        await Eventually.True(() => _sweeps is { Count: > 0 }, "the first sweep");
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(Token);
        _host.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_sweep_comes_round_once_a_second()
    {
        for (var i = 0; i < 10; i++)
        {
            await SweepsAfterAsync(Second);
        }
    }

    [Fact]
    public async Task A_wall_clock_set_back_or_forward_keeps_the_sweep_going_and_sends_nothing_twice()
    {
        await PutAsync(Now + Duration.FromSeconds(2));
        await SweepsAfterAsync(Second);
        await SweepsAfterAsync(Second);
        await Eventually.True(() => _platform.Texts.Count == 1, "the nudge comes");

        _time.SetWall(-TimeSpan.FromHours(1));
        await SweepsAfterAsync(Second);
        _time.SetWall(TimeSpan.FromHours(1));
        await SweepsAfterAsync(Second);
        _time.SetWall(-TimeSpan.FromDays(4000));
        await SweepsAfterAsync(Second);
        Assert.Single(_platform.Texts);

        // And forward by days: the next one is late by more than its window.
        _time.SetWall(TimeSpan.FromDays(4003) - TimeSpan.FromHours(3));
        await SweepsAfterAsync(Second);
        await SweepsAfterAsync(Second);
        await Eventually.TrueAsync(async () => !(await _sweeps.NudgeDropsAsync(Token)).IsEmpty, "what is too late is dropped");
        var drops = await _sweeps.NudgeDropsAsync(Token);
        Assert.Equal((NudgeDropReasons.Late, 2), (Assert.Single(drops).Reason, drops[0].Count));
        Assert.Single(_platform.Texts);
    }

    [Fact]
    public async Task A_machine_that_was_suspended_sweeps_at_once_when_it_wakes_and_not_for_every_second_it_slept()
    {
        await PutAsync(Now + Duration.FromMinutes(30));
        _time.SetWall(TimeSpan.FromHours(1)); // Suspended: the wall clock went on, the clock that counts did not.
        await SweepsAfterAsync(Second);
        await Eventually.True(() => _platform.Texts.Count == 1, "what is an hour late comes");
    }

    [Fact]
    public async Task A_process_that_stood_still_misses_its_sweeps_and_does_not_make_up_for_them()
    {
        await PutAsync(Now + Duration.FromMinutes(30));
        var before = _sweeps.Count;
        await SweepsAfterAsync(TimeSpan.FromHours(1)); // Every trigger of that hour misfired.
        await Eventually.True(() => _platform.Texts.Count == 1, "what is half an hour late comes");
        for (var i = 0; i < 5; i++)
        {
            await SweepsAfterAsync(Second);
        }

        Assert.InRange(_sweeps.Count - before, 6, 20);
    }

    /// <summary>Where Quartz was still busy with the last one when time passed, it reckons the next from after that, and needs its second.</summary>
    private async Task SweepsAfterAsync(TimeSpan span)
    {
        var before = _sweeps.Count;
        _time.Pass(span);
        var passed = TimeProvider.System.GetTimestamp();
        await Eventually.True(
            () =>
            {
                if (_sweeps.Count > before)
                {
                    return true;
                }

                if (TimeProvider.System.GetElapsedTime(passed) > PatienceBeforeAnotherSecond)
                {
                    _time.Pass(Second);
                    passed = TimeProvider.System.GetTimestamp();
                }

                return false;
            },
            "the sweep comes round");
    }

    private async Task PutAsync(Instant due)
    {
        var person = NudgePeople.With("ann", due.InUtc().TimeOfDay, now: Now);
        var turns = _host.Services.GetRequiredService<ITurnStore>();
        var basis = await turns.LoadAsync(person.Address, "setup", Token);
        await turns.CommitAsync(new TurnCommit(basis, "setup", Now) { State = ConversationJson.Write(person), WakesAt = person.WakesAt }, Token);
    }

    private sealed class Wall(TimeProvider time) : IClock
    {
        public Instant GetCurrentInstant() => Instant.FromDateTimeOffset(time.GetUtcNow());
    }

    private sealed class CountedHousekeeping(IHousekeeping real) : IHousekeeping
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public async Task<ImmutableArray<DueWake>> DueAsync(Instant now, int max, IReadOnlyCollection<string> except, CancellationToken cancellationToken)
        {
            var due = await real.DueAsync(now, max, except, cancellationToken);
            Interlocked.Increment(ref _count);
            return due;
        }

        public Task<ImmutableArray<NudgeDrops>> NudgeDropsAsync(CancellationToken cancellationToken) => real.NudgeDropsAsync(cancellationToken);

        public Task<Pruned> PruneAsync(Instant now, CancellationToken cancellationToken) => real.PruneAsync(now, cancellationToken);

        public Task MakeUpAsync(CancellationToken cancellationToken) => real.MakeUpAsync(cancellationToken);
    }
}
