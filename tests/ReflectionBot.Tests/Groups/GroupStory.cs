using System.Text;
using NodaTime;

namespace ReflectionBot.Tests.Groups;

/// <summary>What happens in a group, told once for every platform.</summary>
internal static partial class GroupStory
{
    public static readonly Instant Begin = Instant.FromUtc(2026, 3, 2, 18, 0);

    /// <summary>Stands in what the screen stops, and must be found nowhere.</summary>
    private const string Canary = "marzipanlighthouse";

    private const string Question = "What made you laugh?";
    private const string Mod = "mod";

    public static readonly Dictionary<string, Func<IGroupStage, Task>> All = new(StringComparer.Ordinal)
    {
        ["in own words: five answer, one changes, one withdraws, one is held; the rest comes out together"] = InOwnWordsAsync,
        ["one tap: a tap takes the place of the one before, and a chart comes out"] = OneTapAsync,
        ["below the minimum nothing is shown"] = TooFewAsync,
        ["one tap, below the minimum: nothing is shown"] = TooFewTapsAsync,
        ["a discussion: opened, made longer, closed early; nothing of it is kept"] = DiscussionAsync,
        ["a released answer is reported, read again and taken out of its post"] = ReportedAsync,
        ["a member suggests a question, a moderator takes it, and only the member hears of it"] = SuggestedAsync,
        ["a new member is asked first and then answers"] = NewMemberAsync,
        ["a moderator who loses the role in the middle can do no more"] = RoleLostAsync,
        ["a moderator who loses the role before the last step opens nothing"] = RoleLostBeforeOpeningAsync,
        ["extended, closed early and called off"] = EndsAsync,
        ["read first: what the screen stops, wherever it is written, is in nobody else's chat, no file and no log"] = HeldStory.PlayAsync,
    };

    /// <summary>Where others than the bot decide whether it is in a group, and where there are threads or topics: not in the local chat.</summary>
    public static readonly Dictionary<string, Func<IGroupStage, Task>> Elsewhere = new(All, StringComparer.Ordinal)
    {
        ["taken out of the group and let in again"] = KickedAsync,
        ["the thread or topic of a discussion is deleted"] = ThreadDeletedAsync,
        ["a right is taken away before the release: it waits, moderators are told, and post it"] = BarredReleaseAsync,
        ["a right is taken away before the last step: the round waits and can be posted"] = BarredOpeningAsync,
    };

    public static async Task InOwnWordsAsync(IGroupStage stage)
    {
        await OpenAsync(stage);
        Assert.StartsWith(Question, Assert.Single(stage.Group).Text, StringComparison.Ordinal);
        for (var i = 0; i < 5; i++)
        {
            await stage.AnswerAsync($"p{i}", $"answer {(char)('a' + i)}");
            Assert.StartsWith("It is in.", stage.Of($"p{i}")[^1].Text, StringComparison.Ordinal);
        }

        await stage.PressAsync("p0", "Change it");
        await stage.WriteAsync("p0", "better words");
        await stage.AnswerAsync("p5", "soon gone");
        await stage.PressAsync("p5", "Take it out");
        await stage.AnswerAsync("p6", $"i want to kill myself {Canary}");
        Assert.Contains(stage.Of("p6"), seen => seen.Text.StartsWith("What you wrote was not passed on.", StringComparison.Ordinal));
        Assert.Single(stage.Group);

        await stage.PassAsync(Duration.FromHours(25));

        Assert.Equal(2, stage.Group.Count);
        Assert.DoesNotContain("Answer privately", stage.Group[0].Buttons);
        var released = stage.Group[1].Text;
        Assert.StartsWith($"“{Question}”", released, StringComparison.Ordinal);
        Assert.Equal(["answer b", "answer c", "answer d", "answer e", "better words"], released.Split("\n\n• ").Skip(1).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(stage.SentToOthers("p6"), text => text.Contains(Canary, StringComparison.Ordinal));
        Assert.DoesNotContain(stage.SentToOthers("p5"), text => text.Contains("soon gone", StringComparison.Ordinal));
        AssertNotKept(stage, Canary, "soon gone", "better words");
    }

    public static async Task OneTapAsync(IGroupStage stage)
    {
        await OpenTapAsync(stage);
        for (var i = 0; i < 6; i++)
        {
            await stage.TapAsync($"p{i}", i < 3 ? "A little" : "Very");
        }

        await stage.TapAsync("p0", "Very");
        Assert.Single(stage.Group);

        await stage.PassAsync(Duration.FromHours(25));

        Assert.Contains("A little: ▇▇▇▇▇▇ 2", stage.Group[^1].Text, StringComparison.Ordinal);
        Assert.Contains("Very: ▇▇▇▇▇▇▇▇▇▇▇▇ 4", stage.Group[^1].Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Very", stage.Group[0].Buttons);
    }

    public static async Task TooFewAsync(IGroupStage stage)
    {
        await OpenAsync(stage);
        for (var i = 0; i < 4; i++)
        {
            await stage.AnswerAsync($"p{i}", $"answer {(char)('a' + i)}");
        }

        await stage.PassAsync(Duration.FromHours(25));

        Assert.Equal($"“{Question}” is over. Fewer than 5 people answered, so nothing is shown and nothing is kept.", stage.Group[^1].Text);
        Assert.DoesNotContain(stage.Group, seen => seen.Text.Contains("answer a", StringComparison.Ordinal));
        AssertNotKept(stage, "answer a");
    }

    public static async Task TooFewTapsAsync(IGroupStage stage)
    {
        await OpenTapAsync(stage);
        for (var i = 0; i < 4; i++)
        {
            await stage.TapAsync($"p{i}", "Very");
        }

        await stage.PassAsync(Duration.FromHours(25));

        Assert.Equal("“How rested are you?” is over. Fewer than 5 people answered, so nothing is shown and nothing is kept.", stage.Group[^1].Text);
        Assert.DoesNotContain("Very", stage.Group.SelectMany(seen => seen.Buttons));
        Assert.DoesNotContain(stage.Group, seen => seen.Text.Contains('▇', StringComparison.Ordinal));
    }

    public static async Task ReportedAsync(IGroupStage stage)
    {
        await OpenAsync(stage);
        for (var i = 0; i < 5; i++)
        {
            await stage.AnswerAsync($"p{i}", $"answer {(char)('a' + i)}");
        }

        await stage.PassAsync(Duration.FromHours(25));
        await stage.UsePostAsync("p6", "Report an answer");
        await stage.PressAsync("p6", "answer b");
        Assert.Contains("They do not know who asked", stage.Of("p6")[^1].Text, StringComparison.Ordinal);
        await stage.PassAsync(Duration.FromMinutes(1));
        Assert.Contains(stage.Of(Mod), seen => seen.Text.StartsWith("Somebody asks you to read an answer of round 1 again", StringComparison.Ordinal));

        await stage.CallAsync(Mod);
        await stage.PressAsync(Mod, "Released answers");
        await stage.PressAsync(Mod, "Round 1: reported");
        await stage.PressAsync(Mod, "answer b");
        Assert.Contains(stage.Of(Mod), seen => seen.Text.Contains("When an answer worries you", StringComparison.Ordinal));
        await stage.PressAsync(Mod, "Hide it");

        Assert.DoesNotContain("answer b", stage.Group[^1].Text, StringComparison.Ordinal);
        Assert.Contains("answer a", stage.Group[^1].Text, StringComparison.Ordinal);
        AssertNotKept(stage, "answer b");
    }

    public static async Task SuggestedAsync(IGroupStage stage)
    {
        await MeetAsync(stage);
        await stage.CallAsync("p0", "suggest");
        await stage.WriteAsync("p0", "What did you learn late?");
        await stage.PressAsync("p0", "Hand it on");

        await stage.CallAsync(Mod);
        await stage.PressAsync(Mod, "Suggestions");
        await stage.PressAsync(Mod, "Suggestion 1");
        await stage.PressAsync(Mod, "Take it");
        await stage.PassAsync(Duration.FromHours(2));

        Assert.Contains(stage.Of("p0"), seen => seen.Text.StartsWith("The question you suggested to a group was taken.", StringComparison.Ordinal));
        Assert.Empty(stage.Group);
        await stage.CallAsync(Mod);
        await stage.PressAsync(Mod, "Own questions");
        Assert.Contains("What did you learn late?", stage.Of(Mod)[^1].Text, StringComparison.Ordinal);
    }

    public static async Task NewMemberAsync(IGroupStage stage)
    {
        await OpenAsync(stage);
        for (var i = 0; i < 4; i++)
        {
            await stage.AnswerAsync($"p{i}", $"answer {(char)('a' + i)}");
        }

        await stage.AnswerAsync("new", "not yet asked");
        await stage.PressAsync("new", "Yes, let us begin");
        await stage.WriteAsync("new", "now i am in");
        await stage.PassAsync(Duration.FromHours(25));

        Assert.Contains("• now i am in", stage.Group[^1].Text, StringComparison.Ordinal);
        Assert.DoesNotContain(stage.SentToOthers("new"), text => text.Contains("not yet asked", StringComparison.Ordinal));
    }

    public static async Task EndsAsync(IGroupStage stage)
    {
        await OpenAsync(stage);
        for (var i = 0; i < 5; i++)
        {
            await stage.AnswerAsync($"p{i}", $"answer {(char)('a' + i)}");
        }

        var before = stage.Group[0].Text;
        await stage.CallAsync(Mod);
        await stage.PressAsync(Mod, "Round 1");
        await stage.PressAsync(Mod, "One day more");
        Assert.NotEqual(before, Assert.Single(stage.Group).Text);
        await stage.PressAsync(Mod, "Round 1");
        await stage.PressAsync(Mod, "Close it now");
        await stage.PassAsync(Duration.FromSeconds(2));
        Assert.Contains("• answer e", stage.Group[^1].Text, StringComparison.Ordinal);

        await OpenAsync(stage);
        await stage.AnswerAsync("p0", "never shown");
        await stage.CallAsync(Mod);
        await stage.PressAsync(Mod, "Round 2");
        await stage.PressAsync(Mod, "Call it off");

        Assert.Equal($"“{Question}” was called off. Nothing is shown and nothing is kept.", stage.Group[^1].Text);
        Assert.Empty(stage.Group[^1].Buttons);
        Assert.DoesNotContain(stage.SentToOthers("p0"), text => text.Contains("never shown", StringComparison.Ordinal));
        AssertNotKept(stage, "never shown");
    }

    /// <summary>A moderator opens a Round of their own words for a day.</summary>
    public static async Task OpenAsync(IGroupStage stage, string question = Question)
    {
        await MeetAsync(stage);
        await stage.CallAsync(Mod);
        await stage.PressAsync(Mod, "New, in own words");
        await stage.PressAsync(Mod, "In my own words");
        await stage.WriteAsync(Mod, question);
        await stage.PressAsync(Mod, "One day");
        await stage.PressAsync(Mod, "Open it");
    }

    /// <summary>A moderator opens a Round of one tap for a day.</summary>
    public static async Task OpenTapAsync(IGroupStage stage)
    {
        await MeetAsync(stage);
        await stage.CallAsync(Mod);
        await stage.PressAsync(Mod, "New, one tap");
        await stage.WriteAsync(Mod, "How rested are you?");
        await stage.PressAsync(Mod, "One day");
        await stage.PressAsync(Mod, "Open it");
    }

    /// <summary>A moderator opens a discussion for a day.</summary>
    private static async Task OpenDiscussionAsync(IGroupStage stage)
    {
        stage.HaveThreads();
        await MeetAsync(stage);
        await stage.CallAsync(Mod);
        await stage.PressAsync(Mod, "New discussion");
        await stage.PressAsync(Mod, "In my own words");
        await stage.WriteAsync(Mod, Question);
        await stage.PressAsync(Mod, "One day");
        await stage.PressAsync(Mod, "Open it");
    }

    private static async Task MeetAsync(IGroupStage stage)
    {
        stage.Moderate(Mod);
        await stage.MeetAsync([Mod, .. Enumerable.Range(0, 7).Select(i => $"p{i}")]);
    }

    public static void AssertNotKept(IGroupStage stage, params string[] words)
    {
        foreach (var (name, bytes) in stage.Kept())
        {
            foreach (var word in words)
            {
                Assert.False(Forms(word).Any(form => bytes.AsSpan().IndexOf(form) >= 0), $"“{word}” stands in {name}");
            }
        }
    }

    /// <summary>As text in either encoding, and within base64 wherever it begins.</summary>
    private static IEnumerable<byte[]> Forms(string word)
    {
        var plain = Encoding.UTF8.GetBytes(word);
        yield return plain;
        yield return Encoding.Unicode.GetBytes(word);
        for (var shift = 0; shift < 3 && plain.Length > 12; shift++)
        {
            // Without the ends, which hang on what stands beside it.
            yield return Encoding.ASCII.GetBytes(Convert.ToBase64String([.. new byte[shift], .. plain])[4..^4]);
        }
    }
}
