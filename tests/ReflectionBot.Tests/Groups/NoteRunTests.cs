using NodaTime;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Tests.Outbox;

namespace ReflectionBot.Tests.Groups;

/// <summary>A topic is gone: the round ends, and moderators hear of it in private; on the whole way.</summary>
public sealed class NoteRunTests
{
    private static readonly Address Other = Address.Parse("local:other");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_topic_that_turns_out_to_be_gone_ends_its_round_and_its_moderator_is_told()
    {
        await using var group = await GroupBot.StartAsync();
        group.Bot.Outbox.ThreadGone = gone => _ = group.Bot.Dispatcher.AcceptAsync(gone, CancellationToken.None).AsTask();
        await OpenDiscussionAsync(group);
        group.Bot.Platform.Next(GroupBot.Circle, new SendOutcome.ThreadGone("gone"));
        await group.CallAsync();
        await group.PressAsync(GroupBot.Moderator, "Round 1");
        await group.PressAsync(GroupBot.Moderator, "One day more");

        await ToldAsync(group, 1);
        Assert.Empty((await group.StateAsync()).Rounds);
    }

    [Fact]
    public async Task A_topic_that_the_platform_says_is_gone_is_known_by_the_id_it_was_given()
    {
        await using var group = await GroupBot.StartAsync();
        await OpenDiscussionAsync(group);
        await group.TakeAsync(new ThreadGoneInput("unknown", GroupBot.Circle, "another"));
        Assert.Single((await group.StateAsync()).Rounds);

        var id = Assert.Single(await group.Storage.Outbox.TargetsAsync(GroupBot.Circle, ["r1"], Token));
        await group.TakeAsync(new ThreadGoneInput("gone", GroupBot.Circle, id));

        await ToldAsync(group, 1);
        Assert.Empty((await group.StateAsync()).Rounds);
    }

    [Fact]
    public async Task Who_does_not_moderate_any_more_is_not_told()
    {
        await using var group = await GroupBot.StartAsync();
        await OpenDiscussionAsync(group);
        group.Bot.Moderates = person => person == Other;
        var id = Assert.Single(await group.Storage.Outbox.TargetsAsync(GroupBot.Circle, ["r1"], Token));
        await group.TakeAsync(new ThreadGoneInput("gone", GroupBot.Circle, id));
        await group.PassAsync(Duration.FromMinutes(1));

        Assert.DoesNotContain(group.SaidTo(GroupBot.Moderator), reply => reply.Text.Contains("is gone", StringComparison.Ordinal));
    }

    private static async Task OpenDiscussionAsync(GroupBot group)
    {
        await group.CallAsync();
        await group.PressAsync(GroupBot.Moderator, "New discussion");
        await group.PressAsync(GroupBot.Moderator, "In my own words");
        await group.SayAsync(GroupBot.Moderator, "What helps?");
        await group.PressAsync(GroupBot.Moderator, "One day");
        await group.PressAsync(GroupBot.Moderator, "Open it");
        await Eventually.True(() => group.Storage.Outbox.TargetsAsync(GroupBot.Circle, ["r1"], Token).GetAwaiter().GetResult().Length == 1, "the discussion is opened and its id is known");
        await group.PassAsync(Duration.Zero);
    }

    private static async Task ToldAsync(GroupBot group, int times)
    {
        await Eventually.True(() => group.StateAsync().GetAwaiter().GetResult().Rounds.IsEmpty, "the round is over");
        await group.PassAsync(Duration.FromMinutes(1));
        await Eventually.Equal(times, () => group.SaidTo(GroupBot.Moderator).Count(reply => reply.Text.Contains("the thread or topic of round 1 is gone", StringComparison.Ordinal)));
    }
}
