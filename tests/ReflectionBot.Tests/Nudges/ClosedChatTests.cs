using NodaTime;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Tests.Discord;
using ReflectionBot.Tests.Discord.Loopback;

namespace ReflectionBot.Tests.Nudges;

/// <summary>Nudges that Discord refuses for good.</summary>
public sealed class ClosedChatTests
{
    private const string Create = "POST channels/{}/messages";
    private const long Ann = 42;
    private const long Ben = 43;
    private static readonly Instant Evening = Instant.FromUtc(2026, 3, 2, 18, 0);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_closed_private_chat_lets_the_plans_of_that_person_rest_and_nothing_else(bool closedByThePerson)
    {
        await using var whole = await WholeDiscord.StartAsync();
        var (ann, ben) = (await BeginAsync(whole, Ann, 19), await BeginAsync(whole, Ben, 20));
        if (closedByThePerson)
        {
            ann.Closes();
        }
        else
        {
            whole.Discord.Plan(Create, PlannedFault.Forbidden);
        }

        var asked = whole.Discord.Calling(Create);
        await EveningAsync(whole, Evening);
        await LoopbackDiscord.UntilAsync(() => whole.ReadAsync(AddressOf(Ann)).GetAwaiter().GetResult().Nudges.Single().Resting, "the plan to rest");
        Assert.False((await whole.ReadAsync(AddressOf(Ben))).Nudges.Single().Resting);
        Assert.Equal((1, 2, asked + 2), (ann.Sees.Count(), ben.Sees.Count(), whole.Discord.Calling(Create)));

        await EveningAsync(whole, Evening + Duration.FromDays(1));
        Assert.Equal((1, 3, asked + 3), (ann.Sees.Count(), ben.Sees.Count(), whole.Discord.Calling(Create)));

        ann.Closes(closed: false);
        ann.Writes("reminders");
        await whole.QuietAsync();
        Assert.Contains("resting", ann.Sees.Last().Text, StringComparison.Ordinal);
        await whole.Discord.AssertKeptAsync();
    }

    private static Address AddressOf(long person) => DiscordBed.AddressOf(person);

    /// <summary>A plan, and a word with the bot, which sees to it that the plan is woken.</summary>
    private static async Task<LoopbackPerson> BeginAsync(WholeDiscord whole, long id, int hour)
    {
        whole.Date.Now = Evening;
        await whole.PutAsync(NudgePeople.With("ann", new LocalTime(hour, 0), now: Evening) with { Address = AddressOf(id) });
        var person = whole.Discord.Person(id);
        person.Writes("reminders");
        await whole.QuietAsync();
        return person;
    }

    private static async Task EveningAsync(WholeDiscord whole, Instant evening)
    {
        foreach (var hours in new[] { 1, 2 })
        {
            whole.Date.Now = evening + Duration.FromHours(hours);
            await whole.SweepAsync();
            await whole.QuietAsync();
        }
    }
}
