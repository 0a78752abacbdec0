using System.Globalization;
using NodaTime;
using ReflectionBot.Adapters.Telegram;
using ReflectionBot.Tests.Discord.Loopback;
using ReflectionBot.Tests.Telegram.Loopback;

namespace ReflectionBot.Tests.Groups;

/// <summary>Five hundred members answer at once, at platforms that count what the bot sends.</summary>
public sealed class CrowdTests
{
    private const int People = 500;

    private static readonly ParallelOptions _fifty = new() { MaxDegreeOfParallelism = 50 };

    [Fact]
    public async Task Five_hundred_members_who_answer_at_once_are_all_heard_in_Telegram_within_its_limits()
    {
        await using var stage = await TelegramGroupStage.StartAsync(new TelegramRates());
        await GroupStory.OpenAsync(stage);
        var names = Enumerable.Range(0, People).Select(NameOf).ToArray();
        await stage.MeetAsync(names);
        var way = stage.Telegram.Api.Chats.In(stage.Chat)[0].Buttons.First(button => button.Label == "Answer privately").Url!;

        await Parallel.ForEachAsync(names, _fifty, async (name, _) =>
        {
            var person = stage.Person(name);
            person.Follows(way);
            await LoopbackBotApi.UntilAsync(() => person.Sees.Any(seen => seen.Text.StartsWith("What made", StringComparison.Ordinal)), $"{name} is asked");
            person.Writes(WordsOf(name));
            await LoopbackBotApi.UntilAsync(() => person.Sees.Any(seen => seen.Text.StartsWith("It is in.", StringComparison.Ordinal)), $"{name} is told");
        });
        await stage.Telegram.QuietAsync();
        await stage.PassAsync(Duration.FromHours(25));

        AssertAllHeard(stage, names, 4096);
        await stage.AssertKeptAsync();
    }

    [Fact]
    public async Task Five_hundred_members_who_answer_at_once_are_all_heard_in_Discord_within_its_limits()
    {
        await using var stage = await DiscordGroupStage.StartAsync();
        await GroupStory.OpenAsync(stage);
        var names = Enumerable.Range(0, People).Select(NameOf).ToArray();
        await stage.MeetAsync(names);
        stage.Whole.Discord.Rates.Generosity = 1;
        var post = stage.Posts.Single();

        await Parallel.ForEachAsync(names, _fifty, async (name, _) =>
        {
            var person = stage.Person(name);
            var press = person.Presses(post, "Answer privately");
            await LoopbackDiscord.UntilAsync(() => press.Modal is not null, $"a field for {name}");
            person.FillsIn(press, WordsOf(name));
            await LoopbackDiscord.UntilAsync(() => person.Sees.Any(seen => seen.Text.StartsWith("It is in.", StringComparison.Ordinal)), $"{name} is told");
        });
        await stage.Whole.QuietAsync();
        await stage.PassAsync(Duration.FromHours(25));

        AssertAllHeard(stage, names, 2000);
        await stage.AssertKeptAsync();
    }

    [Fact]
    public async Task Long_answers_full_of_marks_are_never_cut_in_two_by_a_platforms_limit()
    {
        await using var telegram = await TelegramGroupStage.StartAsync();
        await using var discord = await DiscordGroupStage.StartAsync();
        foreach (var stage in (IGroupStage[])[telegram, discord])
        {
            await GroupStory.OpenAsync(stage);
            var words = Enumerable.Range(0, 7).Select(i => $"{i} " + string.Concat(Enumerable.Repeat("*so* _much_ `quiet` ", 28)).TrimEnd()).ToArray();
            for (var i = 0; i < words.Length; i++)
            {
                await stage.AnswerAsync($"p{i}", words[i]);
                await stage.PressAsync($"p{i}", "Put it in as it is");
            }

            await stage.PassAsync(Duration.FromHours(25));

            Assert.All(words, one => Assert.Single(stage.Group, post => post.Text.Contains(one, StringComparison.Ordinal)));
            await stage.AssertKeptAsync();
        }
    }

    private static string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"m{number:000}");

    private static string WordsOf(string name) => $"walk {name[1..]}";

    private static void AssertAllHeard(IGroupStage stage, string[] names, int most)
    {
        var released = stage.Group.Skip(1).Select(seen => seen.Text).ToList();
        Assert.All(released, text => Assert.InRange(text.Length, 1, most));
        Assert.Equal(names.Select(WordsOf), released.SelectMany(text => text.Split("• ")).Select(text => text.Trim()).Where(text => text.StartsWith("walk ", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }
}
