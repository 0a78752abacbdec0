using System.Net.ServerSentEvents;
using System.Text.Json;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Tests.LocalChat;

public sealed class ChatStreamTests : IAsyncLifetime
{
    private static readonly Address _ann = Address.Parse("local:ann");
    private static readonly Address _bob = Address.Parse("local:bob");
    private ChatHost _host = null!;

    private static CancellationToken Patience => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await ChatHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_page_hears_what_was_said_before_and_what_is_said_now()
    {
        await _host.Bot.SayAsync(_ann, new Reply("before"));
        await using var stream = await ListenAsync("ann");
        Assert.Equal(["before"], Texts(await NextAsync(stream, "lines")));
        await _host.Bot.SayAsync(_ann, new Reply("now"));
        Assert.Equal(["now"], Texts(await NextAsync(stream, "lines")));
    }

    [Fact]
    public async Task Coming_back_with_the_last_id_brings_only_what_was_missed()
    {
        await _host.Bot.SayAsync(_ann, new Reply("seen"));
        string id;
        await using (var stream = await ListenAsync("ann"))
        {
            id = (await NextAsync(stream, "lines")).EventId!;
        }

        await _host.Bot.SayAsync(_ann, new Reply("missed"));
        await using var again = await ListenAsync("ann", id);
        var item = await NextAsync(again, "lines");
        Assert.Equal(["missed"], Texts(item));
        Assert.Equal(["out-d1", "out-d2"], Present(item));
    }

    [Fact]
    public async Task One_stream_carries_several_people_and_loses_neither()
    {
        await _host.Bot.SayAsync(_ann, new Reply("to ann"));
        await _host.Bot.SayAsync(_bob, new Reply("to bob"));
        await using var stream = await ListenAsync("ann,bob");
        var first = await NextAsync(stream, "lines");
        Assert.Equal(["to ann"], Texts(first));

        await using var again = await ListenAsync("ann,bob", first.EventId);
        Assert.Empty(Texts(await NextAsync(again, "lines")));
        Assert.Equal(["to bob"], Texts(await NextAsync(again, "lines")));
    }

    [Fact]
    public async Task An_edit_and_a_retirement_are_heard_as_the_changed_line()
    {
        await using var stream = await ListenAsync("ann");
        await NextAsync(stream, "lines");
        await _host.Bot.SayAsync(_ann, new Reply("Shall we?") { Key = "q1", Options = [new Option("y", "Yes")] });
        Assert.Equal("Yes", Lines(await NextAsync(stream, "lines"))[0].GetProperty("options")[0].GetProperty("label").GetString());
        await _host.Bot.SayAsync(_ann, new ReplyEdit("q1", "Shall we begin?", [new Option("y", "Yes")]));
        Assert.Equal(["Shall we begin?"], Texts(await NextAsync(stream, "lines")));
        await _host.Bot.SayAsync(_ann, new ReplyRetirement("q1", "Yes"));
        var line = Lines(await NextAsync(stream, "lines"))[0];
        Assert.Equal(("Yes", 0), (line.GetProperty("chosen").GetString(), line.GetProperty("options").GetArrayLength()));
    }

    [Fact]
    public async Task A_removal_of_everything_leaves_nothing_present_and_later_lines_are_still_heard()
    {
        await _host.Bot.SayAsync(_ann, new Reply("one"));
        await using var stream = await ListenAsync("ann");
        await NextAsync(stream, "lines");
        await _host.Bot.SayAsync(_ann, new ReplyRemoval([]));
        Assert.Empty(Present(await NextAsync(stream, "lines")));
        await _host.Bot.SayAsync(_ann, new Reply("fresh"));
        Assert.Equal(["fresh"], Texts(await NextAsync(stream, "lines")));
    }

    [Fact]
    public async Task A_last_word_is_shown_to_an_open_page_and_to_no_later_one()
    {
        await _host.Bot.SayAsync(_ann, new Reply("one"));
        await using var stream = await ListenAsync("ann");
        await NextAsync(stream, "lines");
        await _host.Bot.SayAsync(_ann, new ReplyRemoval([]), lastWord: true);
        Assert.IsType<SendOutcome.Sent>(await _host.Bot.SayAsync(_ann, new Reply("It is gone"), lastWord: true));
        var shown = Lines(await NextAsync(stream, "unlogged"))[0];
        Assert.Equal(("It is gone", true), (shown.GetProperty("text").GetString(), shown.GetProperty("lastWord").GetBoolean()));

        await using var later = await ListenAsync("ann");
        Assert.Empty(Present(await NextAsync(later, "lines")));
        Assert.Empty(await _host.Log.AddressesAsync(Patience));
    }

    [Fact]
    public async Task The_same_delivery_twice_is_one_line()
    {
        var first = await _host.Bot.SayAsync(_ann, new Reply("once"), "again");
        var second = await _host.Bot.SayAsync(_ann, new Reply("once"), "again");
        Assert.Equal(Assert.IsType<SendOutcome.Sent>(first).MessageIds, Assert.IsType<SendOutcome.Sent>(second).MessageIds);
        await using var stream = await ListenAsync("ann");
        Assert.Equal(["once"], Texts(await NextAsync(stream, "lines")));
    }

    [Fact]
    public async Task Typing_is_heard()
    {
        await using var stream = await ListenAsync("ann");
        await NextAsync(stream, "lines");
        await _host.Bot.Sender.ShowTypingAsync(_ann, Patience);
        Assert.Contains("\"ann\"", (await NextAsync(stream, "typing")).Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_the_log_gone_help_is_shown_and_counts_as_sent_and_the_rest_will_come_again()
    {
        _host.Log.Down = true;
        await using var stream = await ListenAsync("ann");
        await NextAsync(stream, "trouble");
        var help = await _host.Bot.SayAsync(_ann, new Reply("Help is near") { Kind = ReplyKind.Card, Urgency = Urgency.Help });
        Assert.IsType<SendOutcome.Sent>(help);
        Assert.Equal(["Help is near"], Texts(await NextAsync(stream, "unlogged")));
        Assert.IsType<SendOutcome.RetryAfter>(await _host.Bot.SayAsync(_ann, new Reply("Talk")));

        _host.Log.Down = false;
        await _host.Bot.SayAsync(_ann, new Reply("Talk"), "d2");
        Assert.Equal(["Talk"], Texts(await NextAsync(stream, "lines", item => Texts(item).Count > 0)));
    }

    [Fact]
    public async Task A_log_that_hangs_holds_up_neither_the_bot_nor_help()
    {
        await using var stream = await ListenAsync("ann");
        await NextAsync(stream, "lines");
        _host.Log.Hangs = true;
        _host.Bot.Answer = _ => [new Reply("Help is near") { Kind = ReplyKind.Card, Urgency = Urgency.Help }];
        using var content = new StringContent("{\"id\":\"0123456789\",\"text\":\"please\"}", System.Text.Encoding.UTF8, "application/json");
        using var response = await _host.Http.PostAsync(new Uri("/chat/ann/inputs", UriKind.Relative), content, Patience).WaitAsync(TimeSpan.FromSeconds(60), Patience);
        Assert.True(response.IsSuccessStatusCode);
        Assert.Equal(["Help is near"], Texts(await NextAsync(stream, "unlogged")));
    }

    [Fact]
    public async Task With_the_log_gone_and_nobody_there_help_waits()
    {
        _host.Log.Down = true;
        var help = await _host.Bot.SayAsync(_ann, new Reply("Help is near") { Urgency = Urgency.Help });
        Assert.IsType<SendOutcome.RetryAfter>(help);
    }

    [Fact]
    public async Task An_address_of_nobody_here_is_our_own_fault() =>
        Assert.IsType<SendOutcome.Invalid>(await _host.Bot.SayAsync(Address.Parse("telegram:1"), new Reply("x")));

    [Fact]
    public async Task A_file_is_always_a_download()
    {
        await _host.Bot.SayAsync(_ann, new Reply("Here it is.") { Document = new Document("export.html", "text/html", "<script>alert(1)</script>") });
        using var response = await _host.Http.GetAsync(new Uri("/chat/ann/documents/out-d1", UriKind.Relative), Patience);
        Assert.Equal("application/octet-stream", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment", response.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("<script>alert(1)</script>", await response.Content.ReadAsStringAsync(Patience));
    }

    [Fact]
    public async Task Open_streams_do_not_hold_up_the_end()
    {
        await using var stream = await ListenAsync("ann");
        await NextAsync(stream, "lines");
        await _host.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60), Patience);
    }

    [Fact]
    public async Task People_are_those_with_lines_and_whoever_is_looked_at()
    {
        await _host.Bot.SayAsync(_bob, new Reply("hi"));
        await using var stream = await ListenAsync("cat");
        await NextAsync(stream, "lines");
        Assert.Equal("""["bob","cat","me"]""", await _host.Http.GetStringAsync(new Uri("/chat/people", UriKind.Relative), Patience));
    }

    private async Task<IAsyncEnumerator<SseItem<string>>> ListenAsync(string people, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"/chat/{people}/events", UriKind.Relative));
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        var response = await _host.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Patience);
        Assert.Equal("text/event-stream", response.EnsureSuccessStatusCode().Content.Headers.ContentType!.MediaType);
        return SseParser.Create(await response.Content.ReadAsStreamAsync(Patience)).EnumerateAsync(Patience).GetAsyncEnumerator(Patience);
    }

    private static async Task<SseItem<string>> NextAsync(IAsyncEnumerator<SseItem<string>> stream, string type, Func<SseItem<string>, bool>? wanted = null)
    {
        while (await stream.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60), Patience))
        {
            if (stream.Current.EventType == type && (wanted is null || wanted(stream.Current)))
            {
                return stream.Current;
            }
        }

        throw new EndOfStreamException($"the stream ended before '{type}'");
    }

    private static JsonElement Lines(SseItem<string> item) => JsonElement.Parse(item.Data).GetProperty("lines");

    private static List<string?> Texts(SseItem<string> item) => [.. Lines(item).EnumerateArray().Select(line => line.GetProperty("text").GetString())];

    private static List<string?> Present(SseItem<string> item) =>
        [.. JsonElement.Parse(item.Data).GetProperty("present").EnumerateArray().Select(id => id.GetString())];
}
