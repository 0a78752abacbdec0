using Microsoft.Extensions.Logging;
using NodaTime;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Tests.LocalChat;
using ReflectionBot.Tests.Outbox;
using ReflectionBot.Tests.Turns;

namespace ReflectionBot.Tests.Groups;

public sealed class ManyVoicesTests
{
    private const int People = 500;

    [Fact]
    public async Task Five_hundred_people_who_answer_at_once_are_all_heard_and_no_answer_is_cut()
    {
        await using var group = await GroupBot.StartAsync();
        var round = await group.OpenAsync();

        await Parallel.ForEachAsync(
            Enumerable.Range(0, People),
            new ParallelOptions { MaxDegreeOfParallelism = 50, CancellationToken = TestContext.Current.CancellationToken },
            async (i, _) => await group.AnswerAsync(GroupBot.Member(i), round, WordsOf(i)));
        await group.PassAsync(Duration.FromHours(25));

        await Eventually.True(() => Enumerable.Range(0, People).All(i => group.Posts.Any(post => post.Contains(WordsOf(i), StringComparison.Ordinal))), "every answer is released");
        Assert.All(group.Posts, post => Assert.InRange(post.Length, 1, 2000));
        Assert.Equal(People, group.Posts.Skip(1).Sum(post => post.Split('•').Length - 1));
    }

    [Fact]
    public async Task Held_words_appear_nowhere_but_before_their_author()
    {
        const string canary = "heron in the cold river";
        using var logs = new CollectedLogs();
        using var factory = new LoggerFactory([logs]);
        await using var group = await GroupBot.StartAsync(new BotUnderTest(logs: factory));
        var round = await group.OpenAsync();
        for (var i = 1; i < 7; i++)
        {
            await group.AnswerAsync(GroupBot.Member(i), round, WordsOf(i));
        }

        await group.AnswerAsync(GroupBot.Member(0), round, $"{canary} {BotUnderTest.Danger}");
        await group.TakeAsync(new GroupCommandInput(group.NextId(), GroupBot.Moderator, GroupBot.Circle, "round"));
        await group.PressAsync(GroupBot.Moderator, "What moderators did");
        await group.PassAsync(Duration.FromHours(25));
        await Eventually.Equal(2, () => group.Posts.Count);

        Assert.DoesNotContain(group.Bot.Platform.Deliveries, one => one.Address != GroupBot.Member(0) && one.Outgoing.ToString().Contains(canary, StringComparison.Ordinal));
        Assert.DoesNotContain(canary, logs.All, StringComparison.Ordinal);
        Assert.Equal(6, group.Posts[^1].Split('•').Length - 1);
        Assert.Contains(group.Bot.Platform.Deliveries, one => one.Address == GroupBot.Member(0) && one.Outgoing is Reply { Urgency: Urgency.Help, Kind: ReplyKind.Card });
    }

    private static string WordsOf(int i) => $"an answer of its own, number {i:0000}, with some words behind it";
}
