using System.Net;
using System.Net.Http.Headers;
using System.Text;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Tests.LocalChat;

public sealed class InputPostTests : IAsyncLifetime
{
    private ChatHost _host = null!;

    private static CancellationToken Patience => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await ChatHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_text_becomes_an_input_with_the_pages_own_id()
    {
        Assert.Equal(HttpStatusCode.OK, await PostAsync("ann", """{"id":"0123456789","text":"Hello"}"""));
        Assert.Equal(new TextInput("local/ann/0123456789", Address.Parse("local:ann"), "Hello"), Assert.Single(_host.Bot.Inputs));
    }

    [Fact]
    public async Task The_same_id_twice_is_answered_like_once_and_shown_once()
    {
        Assert.Equal(HttpStatusCode.OK, await PostAsync("ann", """{"id":"0123456789","text":"Hello"}"""));
        Assert.Equal(HttpStatusCode.OK, await PostAsync("ann", """{"id":"0123456789","text":"Hello"}"""));
        Assert.Single(_host.Bot.Inputs);
        Assert.Single((await _host.Log.ReadAsync(Address.Parse("local:ann"), 0, Patience)).Present);
    }

    [Fact]
    public async Task A_word_that_clears_the_chat_is_cleared_too_when_the_log_was_slow_to_take_it()
    {
        _host.Log.Gate = new TaskCompletionSource();
        _host.Bot.Answer = _ =>
        {
            // By then the log takes what it was given, and after that it is cleared.
            _host.Log.Gate.SetResult();
            return [new ReplyRemoval([])];
        };
        Assert.Equal(HttpStatusCode.OK, await PostAsync("ann", """{"id":"0123456789","text":"tidy"}"""));
        Assert.Empty((await _host.Log.ReadAsync(Address.Parse("local:ann"), 0, Patience)).Present);
    }

    [Fact]
    public async Task A_log_that_failed_is_asked_again_when_the_bot_has_taken_the_word()
    {
        _host.Log.Down = true;
        _host.Bot.Answer = _ =>
        {
            _host.Log.Down = false;
            return [];
        };
        Assert.Equal(HttpStatusCode.OK, await PostAsync("ann", """{"id":"0123456789","text":"Hello"}"""));
        Assert.Single((await _host.Log.ReadAsync(Address.Parse("local:ann"), 0, Patience)).Present);
    }

    [Fact]
    public async Task Options_keep_their_order()
    {
        Assert.Equal(HttpStatusCode.OK, await PostAsync("ann", """{"id":"0123456789","options":["b","a","done"]}"""));
        Assert.Equal(["b", "a", "done"], Assert.IsType<OptionInput>(Assert.Single(_host.Bot.Inputs)).OptionIds);
    }

    [Theory]
    [InlineData("""{"id":"0123456789","command":"help"}""", "help", "")]
    [InlineData("""{"id":"0123456789","text":"/Help"}""", "help", "")]
    [InlineData("""{"id":"0123456789","text":"/country  New Zealand "}""", "country", "New Zealand")]
    public async Task A_command_is_a_command_whether_pressed_or_written(string body, string command, string argument)
    {
        Assert.Equal(HttpStatusCode.OK, await PostAsync("ann", body));
        var input = Assert.IsType<CommandInput>(Assert.Single(_host.Bot.Inputs));
        Assert.Equal((command, argument), (input.Command, input.Argument));
    }

    [Fact]
    public async Task A_slash_before_an_unknown_word_stays_text_so_that_all_of_it_is_screened()
    {
        Assert.Equal(HttpStatusCode.OK, await PostAsync("ann", """{"id":"0123456789","text":"/die is what I want"}"""));
        Assert.Equal("/die is what I want", Assert.IsType<TextInput>(Assert.Single(_host.Bot.Inputs)).Text);
    }

    [Theory]
    [InlineData("", 400)]
    [InlineData("null", 400)]
    [InlineData("[]", 400)]
    [InlineData("""{"id":"0123456789"}""", 400)]
    [InlineData("""{"text":"no id"}""", 400)]
    [InlineData("""{"id":"short","text":"x"}""", 400)]
    [InlineData("""{"id":"../../etc/passwd","text":"x"}""", 400)]
    [InlineData("""{"id":"0123456789","text":""}""", 400)]
    [InlineData("""{"id":"0123456789","text":"x","options":["a"]}""", 400)]
    [InlineData("""{"id":"0123456789","options":[]}""", 400)]
    [InlineData("""{"id":"0123456789","options":[null]}""", 400)]
    [InlineData("""{"id":"0123456789","options":["naïve"]}""", 400)]
    [InlineData("""{"id":"0123456789","command":"reboot"}""", 400)]
    [InlineData("""{"id":"0123456789","text":"\ud800"}""", 400)]
    [InlineData("""{"id":"0123456789","text":42}""", 400)]
    public async Task Rubbish_is_refused_and_never_reaches_the_bot(string body, int status)
    {
        Assert.Equal(status, (int)await PostAsync("ann", body));
        Assert.Empty(_host.Bot.Inputs);
    }

    [Theory]
    [InlineData("Ann")]
    [InlineData("a%20b")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task A_name_that_is_none_is_refused(string person) =>
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(person, """{"id":"0123456789","text":"x"}"""));

    [Fact]
    public async Task Only_JSON_is_read()
    {
        using var content = new StringContent("""{"id":"0123456789","text":"x"}""", Encoding.UTF8, "text/plain");
        using var response = await _host.Http.PostAsync(new Uri("/chat/ann/inputs", UriKind.Relative), content, Patience);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Fact]
    public async Task A_hundred_thousand_characters_reach_the_bot_whole_and_the_page_shortened()
    {
        var text = new string('x', 100_000);
        Assert.Equal(HttpStatusCode.OK, await PostAsync("ann", $$"""{"id":"0123456789","text":"{{text}}"}"""));
        Assert.Equal(text, Assert.IsType<TextInput>(Assert.Single(_host.Bot.Inputs)).Text);
        var page = await _host.Log.ReadAsync(Address.Parse("local:ann"), 0, Patience);
        Assert.Equal(new string('x', Input.MaxText) + "…", Assert.Single(page.Changed).Line.Text);
    }

    [Fact]
    public async Task More_than_a_megabyte_is_refused_kindly()
    {
        var text = new string('x', 1_100_000);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await PostAsync("ann", $$"""{"id":"0123456789","text":"{{text}}"}"""));
    }

    [Theory]
    [InlineData(Acceptance.TooMany, 429, "too-many")]
    [InlineData(Acceptance.Unavailable, 503, "unavailable")]
    public async Task What_was_not_taken_is_said_so_and_not_shown_as_said(Acceptance acceptance, int status, string code)
    {
        _host.Bot.Accept = _ => acceptance;
        using var response = await SendAsync("ann", """{"id":"0123456789","text":"x"}""");
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Contains($"\"code\":\"{code}\"", await response.Content.ReadAsStringAsync(Patience), StringComparison.Ordinal);
        Assert.Empty((await _host.Log.ReadAsync(Address.Parse("local:ann"), 0, Patience)).Present);
    }

    [Fact]
    public async Task Without_a_log_the_bot_still_hears_every_word()
    {
        _host.Log.Down = true;
        Assert.Equal(HttpStatusCode.OK, await PostAsync("ann", """{"id":"0123456789","text":"Hello"}"""));
        Assert.Single(_host.Bot.Inputs);
    }

    [Fact]
    public async Task No_log_line_holds_what_was_written()
    {
        const string Canary = "the heron stands in the cold river";
        await PostAsync("ann", $$"""{"id":"0123456789","text":"{{Canary}}"}""");
        _host.Log.Down = true;
        await PostAsync("ann", $$"""{"id":"0123456790","text":"{{Canary}}"}""");
        await PostAsync("ann", $$"""{"id":"0123456790","text":"{{Canary}}""");
        Assert.NotEmpty(_host.Logs.All);
        Assert.DoesNotContain("heron", _host.Logs.All, StringComparison.OrdinalIgnoreCase);
    }

    private async Task<HttpStatusCode> PostAsync(string person, string body)
    {
        using var response = await SendAsync(person, body);
        return response.StatusCode;
    }

    private async Task<HttpResponseMessage> SendAsync(string person, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        return await _host.Http.PostAsync(new Uri($"/chat/{person}/inputs", UriKind.Relative), content, Patience);
    }
}
