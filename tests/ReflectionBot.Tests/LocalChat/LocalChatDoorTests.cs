using System.Net;

namespace ReflectionBot.Tests.LocalChat;

public sealed class LocalChatDoorTests : IAsyncLifetime
{
    private ChatHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await ChatHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("evil.example")]
    [InlineData("localhost.evil.example")]
    [InlineData("192.168.0.7")]
    public async Task A_foreign_name_for_this_machine_is_turned_away(string host)
    {
        foreach (var path in new[] { "/", "/chat/people", "/chat/ann/events", "/assets/chat.js" })
        {
            Assert.Equal(HttpStatusCode.Forbidden, await GetAsync(path, ("Host", host)));
        }
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1:5080")]
    [InlineData("[::1]:5080")]
    public async Task This_machines_own_names_are_fine(string host) =>
        Assert.Equal(HttpStatusCode.OK, await GetAsync("/", ("Host", host)));

    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task Another_page_in_the_same_browser_is_turned_away(string header, string value)
    {
        Assert.Equal(HttpStatusCode.Forbidden, await GetAsync("/chat/people", (header, value)));
        Assert.Equal(HttpStatusCode.Forbidden, await GetAsync("/assets/chat.js", (header, value)));
        using var post = new HttpRequestMessage(HttpMethod.Post, new Uri("/chat/ann/inputs", UriKind.Relative));
        post.Content = new StringContent("""{"id":"0123456789","text":"x"}""", System.Text.Encoding.UTF8, "application/json");
        post.Headers.Add(header, value);
        using var response = await _host.Http.SendAsync(post, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Empty(_host.Bot.Inputs);
    }

    [Fact]
    public async Task A_link_to_the_page_may_be_followed() =>
        Assert.Equal(HttpStatusCode.OK, await GetAsync("/", ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Dest", "document")));

    [Fact]
    public async Task Nothing_inline_nothing_foreign_and_nothing_kept()
    {
        using var page = await _host.Http.GetAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken);
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
        using var people = await _host.Http.GetAsync(new Uri("/chat/people", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.True(people.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task An_unchanged_file_is_not_sent_again()
    {
        using var first = await _host.Http.GetAsync(new Uri("/assets/chat.css", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(HttpStatusCode.NotModified, await GetAsync("/assets/chat.css", ("If-None-Match", first.Headers.ETag!.ToString())));
    }

    [Theory]
    [InlineData("/assets/nothing.js")]
    [InlineData("/assets/..%2Findex.html")]
    [InlineData("/chat/ann/documents/out-d1")]
    public async Task What_is_not_there_is_not_there(string path) => Assert.Equal(HttpStatusCode.NotFound, await GetAsync(path));

    private async Task<HttpStatusCode> GetAsync(string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await _host.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}
