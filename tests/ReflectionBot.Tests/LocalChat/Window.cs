using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace ReflectionBot.Tests.LocalChat;

/// <summary>One browser with its tabs. When it closes, every console error and every foreign request has to be explained.</summary>
public sealed class Window : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _faults = [];

    public Window(IBrowserContext context, Uri url)
    {
        _context = context;
        _context.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(url.ToString(), StringComparison.Ordinal))
            {
                _faults.Enqueue($"asked for {request.Url}");
            }
        };
        _context.Console += (_, message) =>
        {
            // A refused or broken connection is what some tests are about.
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
            {
                _faults.Enqueue(message.Text);
            }
        };
        _context.WebError += (_, error) => _faults.Enqueue(error.Error);
    }

    public async Task<Tab> TabAsync(string path = "/")
    {
        var page = await _context.NewPageAsync();
        await page.GotoAsync(path);
        return new Tab(page);
    }

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        Assert.Empty(_faults);
    }
}
