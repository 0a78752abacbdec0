using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using NodaTime;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Storage;
using ReflectionBot.Tests.Outbox;
using ReflectionBot.Tests.Scheduling;
using ReflectionBot.Tests.Storage;

namespace ReflectionBot.Tests.Nudges;

/// <summary>Nudges that were due and must not arrive, and how an operator learns of them.</summary>
public sealed class NotSentTests : IDisposable
{
    private static readonly Address Ann = Address.Of("local", "ann");

    private readonly TempFolder _folder = new();
    private readonly ManualClock _clock = new();
    private readonly ScriptedSender _platform = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("stop")]
    [InlineData("help")]
    public async Task A_nudge_that_the_platform_made_wait_does_not_come_after_a(string word)
    {
        await using var bot = await StartAsync();
        await bot.PutAsync(NudgePeople.With("ann", new LocalTime(13, 0)));
        _platform.Next(Ann, new SendOutcome.RetryAfter(Duration.FromMinutes(5), RetryScope.Address));
        _clock.Advance(Duration.FromHours(1));
        Assert.Equal(1, await bot.SweepAsync());
        await Eventually.Equal(1, () => _platform.Deliveries.Count);
        await Eventually.True(() => _clock.Due.Any(due => due > _clock.Now + Duration.FromMinutes(1)), "it waits");

        await bot.TakeAsync(new TextInput("1", Ann, word));
        _clock.Advance(Duration.FromMinutes(6));
        await bot.SettleAsync();

        Assert.Single(_platform.Deliveries, delivery => delivery.Outgoing.Urgency is Urgency.Nudge);
        Assert.True(_platform.Deliveries.Count > 1);
        Assert.Equal((NudgeDropReasons.Withdrawn, 1), (await DropsAsync(bot)).Single());
    }

    [Fact]
    public async Task What_is_late_is_counted_in_the_metrics_too()
    {
        var counted = new ConcurrentQueue<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listening) =>
            {
                if (instrument.Name == "reflectionbot.nudges.dropped")
                {
                    listening.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, count, tags, _) => counted.Enqueue($"{count} {tags.ToArray().Single()}"));
        listener.Start();
        await using var bot = await StartAsync();
        await bot.PutAsync(NudgePeople.With("ann", new LocalTime(13, 0)));
        _clock.Advance(Duration.FromHours(4));
        await bot.RunAsync();

        Assert.Empty(_platform.Deliveries);
        Assert.Equal((NudgeDropReasons.Late, 1), (await DropsAsync(bot)).Single());
        Assert.Contains("1 [reason, late]", counted);
    }

    [Fact]
    public async Task What_the_persons_own_rules_hold_back_is_counted_without_saying_which_rule()
    {
        await using var bot = await StartAsync();
        var ann = NudgePeople.With("ann", new LocalTime(13, 0));
        var ben = NudgePeople.With("ben", new LocalTime(13, 0));
        await bot.PutAsync(ann with { Care = ann.Care with { NothingUnprompted = true } });
        await bot.PutAsync(ben with { NudgePreferences = ben.NudgePreferences with { Tender = [new AnnualDate(1, 15)] } });
        _clock.Advance(Duration.FromHours(1));
        await bot.RunAsync();

        Assert.Empty(_platform.Deliveries);
        Assert.Equal((NudgeDropReasons.NotThen, 2), (await DropsAsync(bot)).Single());
    }

    [Fact]
    public async Task A_conversation_whose_turn_fails_by_a_bug_is_looked_at_again_in_an_hour()
    {
        await using var storage = SqliteUnderTest.Closed(SqliteUnderTest.OptionsIn(_folder));
        storage.Database.Open();
        var basis = await storage.Turns.LoadAsync(Ann, "setup", Token);
        await storage.Turns.CommitAsync(new TurnCommit(basis, "setup", _clock.Now) { State = "no state"u8.ToArray(), WakesAt = _clock.Now }, Token);
        await using var bot = await StartAsync();

        Assert.Equal(1, await bot.SweepAsync());
        Assert.Equal(0, await bot.SweepAsync());
        Assert.Equal(_clock.Now + Duration.FromHours(1), bot.NextWake);
    }

    [Theory]
    [InlineData(119, 1)]
    [InlineData(121, 0)]
    public async Task A_nudge_that_waited_through_a_restart_comes_while_its_window_lasts_and_not_after_it(int minutes, int comes)
    {
        await using (var first = await StartAsync())
        {
            await first.PutAsync(NudgePeople.With("ann", new LocalTime(13, 0)));
            _platform.Next(Ann, new SendOutcome.RetryAfter(Duration.FromMinutes(90), RetryScope.Address));
            _clock.Advance(Duration.FromHours(1));
            await first.SweepAsync();
            await Eventually.True(() => _platform.Deliveries.Count == 1 && _clock.Due.Any(due => due > _clock.Now + Duration.FromMinutes(1)), "it waits");
            await first.StopAsync();
        }

        _clock.Advance(Duration.FromMinutes(minutes));
        await using var again = await StartAsync();
        await again.SettleAsync();

        Assert.Equal(1 + comes, _platform.Deliveries.Count);
        Assert.Equal(1 - comes, (await DropsAsync(again)).Sum(drops => drops.Reason == "expired" ? drops.Count : 9));
    }

    private static async Task<IEnumerable<(string Reason, int Count)>> DropsAsync(NudgeBot bot) =>
        (await bot.Housekeeping.NudgeDropsAsync(Token)).Select(drops => (drops.Reason, drops.Count));

    private Task<NudgeBot> StartAsync() => NudgeBot.StartAsync(SqliteUnderTest.OptionsIn(_folder), _clock, _platform);
}
