using NodaTime;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Groups;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Core.Nudges;
using ReflectionBot.Storage;
using ReflectionBot.Tests.Nudges;
using ReflectionBot.Tests.Scheduling;
using ReflectionBot.Tests.Storage;

namespace ReflectionBot.Tests.Groups;

/// <summary>Real processes, killed in the minute in which the programmes of many groups open their rounds.</summary>
public sealed class KilledProgrammesTests(ITestOutputHelper log)
{
    private const int Due = 400;
    private const int Kills = 12;
    private const int LongestAfter = 2_000;

    private static readonly Instant Minute = ManualClock.Start + Duration.FromHours(1);

    [Fact]
    public async Task Kills_in_the_minute_of_many_programmes_post_no_round_twice_and_what_was_not_posted_is_counted()
    {
        using var folder = new TempFolder();
        var storage = SqliteUnderTest.OptionsIn(folder);
        var record = folder.File("posted.txt");
        await File.WriteAllTextAsync(record, "", TestContext.Current.CancellationToken);
        await RegisterAsync(storage);

        var dice = new Random(6);
        for (var kill = 0; kill < Kills; kill++)
        {
            var left = Due - File.ReadLines(record).Count();
            var sends = dice.Next(1, Math.Max(2, 2 * left / (Kills + 4 - kill)));
            Assert.Equal(KilledNudgesTests.Killed, await KilledNudgesTests.LiveAsync(storage, record, Minute, sends, dice.Next(LongestAfter)));
        }

        var last = Due - File.ReadLines(record).Count();
        Assert.Equal(0, await KilledNudgesTests.LiveAsync(storage, record, Minute, int.MaxValue, 0));

        var posted = await File.ReadAllLinesAsync(record, TestContext.Current.CancellationToken);
        Assert.Equal(posted.Length, posted.Distinct(StringComparer.Ordinal).Count());
        var doubtful = KilledNudgesTests.Count(storage, $"SELECT coalesce(sum(count), 0) FROM nudge_drop WHERE reason = '{NudgeDropReasons.Doubtful}'");
        Assert.Equal(doubtful, KilledNudgesTests.Count(storage, "SELECT coalesce(sum(count), 0) FROM nudge_drop"));
        Assert.Equal(Due, KilledNudgesTests.Count(storage, "SELECT count(*) FROM sent_message") + doubtful);
        Assert.InRange(Due - posted.Length, 0, doubtful);
        Assert.Equal(0, KilledNudgesTests.Count(storage, "SELECT count(*) FROM outbox"));
        Assert.True(last > 0 && doubtful >= Kills / 4, "The kills did not fall into the posting.");
        log.WriteLine($"{posted.Length} posted, {doubtful} in doubt and never tried again, of which {Due - posted.Length} had not gone; {last} left to the last life");
    }

    private static async Task RegisterAsync(StorageOptions storage)
    {
        var clock = new ManualClock();
        await using var bot = await NudgeBot.StartAsync(storage, clock, new NudgeRecorder(clock));
        await Parallel.ForEachAsync(Enumerable.Range(0, Due), async (i, _) => await bot.PutAsync(With($"~g{i}")));
        await bot.StopAsync();
    }

    private static Conversation With(string name) => new(Address.Of("local", name))
    {
        Group = new Group
        {
            LastProgramme = 1,
            Queue = [new QueuedQuestion(1, "What helps?")],
            LastQuestion = 1,
            Programmes =
            [
                new Programme(1, "Etc/UTC", Minute.InUtc().TimeOfDay, Weekdays.EveryDay) { Kind = RoundKind.Thread, IsOn = true, OpenMinutes = 15, Theme = Programme.OwnQuestions, Handled = new LocalDate(2000, 1, 1) }
                    .StartingAt(ManualClock.Start),
            ],
        },
    };
}
