using Microsoft.Playwright;

namespace ReflectionBot.Tests.LocalChat;

/// <summary>
/// Debian's Chromium, started once for all browser tests. <c>REFLECTIONBOT_CHROMIUM</c> names another one. Where there is
/// none the tests fail: a page nobody looked at is not tested.
/// </summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly string[] _arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    private IPlaywright _playwright = null!;
    private IBrowser _chromium = null!;

    public async ValueTask InitializeAsync()
    {
        var path = Environment.GetEnvironmentVariable("REFLECTIONBOT_CHROMIUM") is { Length: > 0 } named ? named : "/usr/bin/chromium";
        Assert.True(File.Exists(path), $"No Chromium at {path}: install it, or name it in REFLECTIONBOT_CHROMIUM.");
        // A machine with much to do is slow, not wrong.
        Assertions.SetDefaultExpectTimeout(30_000);
        _playwright = await Playwright.CreateAsync();
        _chromium = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = _arguments });
    }

    public async ValueTask DisposeAsync()
    {
        await _chromium.DisposeAsync();
        _playwright.Dispose();
    }

    public Task<Window> OpenAsync(ChatHost host, BrowserNewContextOptions? options = null) => OpenAsync(host.Url, options);

    /// <summary>A browser of one's own: nothing is shared with other tests. Any request beyond the host fails the test at its end.</summary>
    public async Task<Window> OpenAsync(Uri url, BrowserNewContextOptions? options = null)
    {
        options ??= new() { ViewportSize = new() { Width = 1000, Height = 760 } };
        options.BaseURL = url.ToString();
        options.Locale ??= "en-GB";
        options.TimezoneId ??= "Europe/London";
        var context = await _chromium.NewContextAsync(options);
        context.SetDefaultTimeout(30_000);
        return new Window(context, url);
    }
}

[CollectionDefinition(Name)]
public sealed class BrowserTests : ICollectionFixture<Browser>
{
    public const string Name = "browser";
}
