using NodaTime;

namespace ReflectionBot.Tests.Groups;

/// <summary>Somebody in trouble writes at every place of a group where one can write; whoever moderates looks at everything there is to look at.</summary>
internal static class HeldStory
{
    /// <summary>Stands in what the screen stops, with the place behind it.</summary>
    private const string Canary = "quinceladderfog";

    private const string Mod = "mod";

    public static async Task PlayAsync(IGroupStage stage)
    {
        var authors = new Dictionary<string, string>(StringComparer.Ordinal);
        stage.Moderate(Mod);
        await stage.MeetAsync([Mod, "helper", .. Enumerable.Range(0, 8).Select(i => $"p{i}")]);
        await stage.CallAsync(Mod);
        await stage.PressAsync(Mod, "Read answers before release");
        await GroupStory.OpenAsync(stage);
        for (var i = 0; i < 5; i++)
        {
            await stage.AnswerAsync($"p{i}", $"answer {(char)('a' + i)}");
        }

        await stage.AnswerAsync("p6", Held("p6", "answer"));
        await stage.AnswerAsync("p7", "a first answer");
        await stage.PressAsync("p7", "Change it");
        await stage.WriteAsync("p7", Held("p7", "change"));
        await stage.CallAsync("p5", "suggest");
        await stage.WriteAsync("p5", Held("p5", "suggestion"));
        await OfModeratorAsync("prompt", "New, in own words", "In my own words");
        await OfModeratorAsync("tap", "New, one tap");
        await OfModeratorAsync("discussion", "New discussion", "In my own words");
        await OfModeratorAsync("question", "Own questions", "Add questions");
        await LookAsync(stage);

        await stage.PassAsync(Duration.FromHours(25));
        await stage.CallAsync(Mod);
        await stage.PressAsync(Mod, "Read round 1");
        await stage.PressAsync(Mod, "Begin reading");
        for (var i = 0; i < 6; i++)
        {
            await stage.PressAsync(Mod, "It may be shown");
        }

        await stage.PressAsync(Mod, "Release them");
        await stage.PassAsync(Duration.FromSeconds(2));
        await stage.UsePostAsync("p4", "Report an answer");
        Assert.StartsWith("Which answer should the moderators read again?", stage.Of("p4")[^1].Text, StringComparison.Ordinal);
        await stage.WriteAsync("p4", Held("p4", "report"));
        await LookAsync(stage);
        await stage.PressAsync(Mod, "Released answers");
        await stage.PressAsync(Mod, "Round 1");

        Assert.Contains("answer a", stage.Group[^1].Text, StringComparison.Ordinal);
        Assert.Contains("a first answer", stage.Group[^1].Text, StringComparison.Ordinal);
        Assert.Equal(8, authors.Count);
        foreach (var (word, author) in authors)
        {
            Assert.DoesNotContain(stage.SentToOthers(author), text => text.Contains(word, StringComparison.OrdinalIgnoreCase));
            Assert.Contains(stage.Of(author), seen => seen.Text.Contains("Nobody should have to carry that alone", StringComparison.Ordinal));
        }

        GroupStory.AssertNotKept(stage, Canary);

        string Held(string author, string place)
        {
            authors.Add($"{Canary}{place}", author);
            return $"i want to kill myself {Canary}{place}";
        }

        async Task OfModeratorAsync(string place, params string[] steps)
        {
            await stage.CallAsync(Mod);
            foreach (var step in steps)
            {
                await stage.PressAsync(Mod, step);
            }

            await stage.WriteAsync(Mod, Held(Mod, place));
        }
    }

    /// <summary>Everything in the overview that shows something.</summary>
    private static async Task LookAsync(IGroupStage stage)
    {
        foreach (var view in (string[])["What moderators did", "Own questions", "Programmes"])
        {
            await stage.CallAsync(Mod);
            await stage.PressAsync(Mod, view);
        }

        await stage.CallAsync(Mod);
    }
}
