using System.Diagnostics;
using System.Net;
using ReflectionBot.Tests.Outbox;

namespace ReflectionBot.Tests.WholeBot;

/// <summary>One bot for all of them: what one person does to it must not be felt by the next.</summary>
public sealed class BadInputTests : IAsyncLifetime
{
    private LivingBot _bot = null!;

    public async ValueTask InitializeAsync() => _bot = await LivingBot.StartAsync();

    public ValueTask DisposeAsync() => _bot.DisposeAsync();

    [Fact]
    public async Task Odd_texts_each_get_a_kind_answer_and_leave_no_trace_in_the_log()
    {
        (string Name, string Text)[] texts =
        [
            ("a-hundred-kilobytes", string.Concat(Enumerable.Repeat("sesquipedalian ", 7000))),
            ("emoji", "🌿💔🫂👩‍❤️‍💋‍👩🏳️‍⚧️"),
            ("rtl", "\u202Eאני לא יודע\u202C مرحبا sesquipedalian"),
            ("zero-width", "\u200B\u200D\u2060\uFEFF"),
            ("nul", "sesquipedalian\0\u0001\u001B[2J"),
            ("html", "<script>alert('sesquipedalian')</script><img src=x onerror=alert(1)>"),
            ("braces", "{answer} {0} {{x}} %s ${sesquipedalian}"),
            ("zalgo", "s" + string.Concat(Enumerable.Repeat("\u0335\u0301", 300))),
        ];

        foreach (var (name, text) in texts)
        {
            await using var page = new ChatPage(_bot, name);
            await Reflections.BeginAsync(page, "c3-start-small");
            var answer = await page.TalkAsync(text);
            Assert.NotEmpty(answer.Text);
            await AssertStillThereAsync(page);
        }

        Assert.DoesNotContain("sesquipedalian", string.Join('\n', _bot.Output), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lone_surrogates_are_answered_too()
    {
        await using var page = new ChatPage(_bot, "surrogates");
        await Reflections.BeginAsync(page, "c3-start-small");
        var before = page.Said.Count();

        // Escaped by hand: no decent JSON writer lets them pass.
        using var http = new HttpClient();
        using var body = new StringContent($$"""{"id":"{{ChatPage.NewId()}}","text":"\ud83d and \udc00 alone"}""", null, "application/json");
        using var response = await http.PostAsync(new Uri(await _bot.UrlAsync(), $"chat/{page.Person}/inputs"), body, TestContext.Current.CancellationToken);

        if (response.StatusCode == HttpStatusCode.OK)
        {
            await page.WaitAsync(lines => lines.Count(line => line.IsSaid) > before, "an answer");
        }
        else
        {
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        }

        await AssertStillThereAsync(page);
    }

    [Fact]
    public async Task A_button_of_an_old_reflection_is_answered_politely()
    {
        await using var page = new ChatPage(_bot, "old-button");
        await Reflections.BeginAsync(page, "c3-start-small");
        var old = page.Said.Last().Options[0].Id;
        await page.TalkAsync("/stop");
        var before = page.Said.Count();

        Assert.Equal(HttpStatusCode.OK, await page.PressAsync(old));

        await page.WaitAsync(lines => lines.Count(line => line.IsSaid) > before, "an answer to the old button");
        await AssertStillThereAsync(page);
    }

    [Fact]
    public async Task Rubbish_is_refused_with_a_status_and_harms_nobody()
    {
        await using var page = new ChatPage(_bot, "rubbish");
        await Reflections.WelcomeAsync(page);

        Assert.Equal(HttpStatusCode.BadRequest, await page.PostAsync(new { id = "short", text = "x" }));
        Assert.Equal(HttpStatusCode.BadRequest, await page.PostAsync(new { nothing = 1 }));
        Assert.Equal(HttpStatusCode.BadRequest, await page.PressAsync(new string('x', 4000)));
        Assert.Equal(HttpStatusCode.OK, await page.PressAsync("999.nothing"));
        await AssertStillThereAsync(page);
    }

    [Fact]
    public async Task Two_tabs_of_one_person_see_the_same_and_a_question_is_answered_once()
    {
        await using var one = new ChatPage(_bot, "two-tabs");
        await using var two = new ChatPage(_bot, "two-tabs");
        await Reflections.BeginAsync(one, "c3-start-small");
        var option = one.Said.Last().Options[0].Id;

        await Task.WhenAll(one.PressAsync(option), two.PressAsync(option));
        var answer = await one.TalkAsync("and now?");

        await two.WaitAsync(lines => lines.Any(line => line.Id == answer.Id), "what the other tab sees");
        await Eventually.True(() => one.Lines.Select(line => line.Id).SequenceEqual(two.Lines.Select(line => line.Id)), "both tabs have caught up with each other");
    }

    [Fact]
    public async Task Two_hundred_messages_in_a_second_are_taken_or_politely_refused_and_none_is_lost()
    {
        await using var page = new ChatPage(_bot, "torrent");
        await Reflections.WelcomeAsync(page);
        var clock = Stopwatch.StartNew();

        var statuses = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => page.PostUntilDecidedAsync(new { id = ChatPage.NewId(), text = $"message {i}" })));

        TestContext.Current.TestOutputHelper?.WriteLine($"{statuses.Count(s => s == HttpStatusCode.OK)} taken, {statuses.Count(s => s == HttpStatusCode.TooManyRequests)} refused in {clock.Elapsed}");
        Assert.All(statuses, status => Assert.True(status is HttpStatusCode.OK or HttpStatusCode.TooManyRequests, $"{status}"));
        var taken = statuses.Count(status => status == HttpStatusCode.OK);
        await page.WaitAsync(lines => lines.Count(line => line.Mine) >= Math.Min(taken, 100), "every message that was taken");
        await using var other = new ChatPage(_bot, "bystander");
        await Reflections.WelcomeAsync(other);
    }

    private static async Task AssertStillThereAsync(ChatPage page) =>
        Assert.NotEmpty((await page.TalkAsync("/about")).Text);
}
