using NodaTime;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Groups;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Core.Nudges;
using ReflectionBot.Tests.Nudges;
using ReflectionBot.Tests.Scheduling;

namespace ReflectionBot.Tests.Groups;

/// <summary>Real processes, killed in the minute in which the programmes of many groups open their rounds.</summary>
public sealed class KilledProgrammesTests(ITestOutputHelper log)
{
    [Fact]
    public Task Kills_in_the_minute_of_many_programmes_post_no_round_twice_and_what_was_not_posted_is_counted() =>
        KilledMinute.CheckAsync(log, [.. Enumerable.Range(0, 400).Select(i => With($"~g{i}"))], kills: 12, spare: 4, seed: 6);

    private static Conversation With(string name) => new(Address.Of("local", name))
    {
        Group = new Group
        {
            LastProgramme = 1,
            Queue = [new QueuedQuestion(1, "What helps?")],
            LastQuestion = 1,
            Programmes =
            [
                new Programme(1, "Etc/UTC", KilledMinute.Minute.InUtc().TimeOfDay, Weekdays.EveryDay) { Kind = RoundKind.Thread, IsOn = true, OpenMinutes = 15, Theme = Programme.OwnQuestions, Handled = new LocalDate(2000, 1, 1) }
                    .StartingAt(ManualClock.Start),
            ],
        },
    };
}
