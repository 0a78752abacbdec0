using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ReflectionBot.Adapters.Discord.Gateway;

namespace ReflectionBot.Tests.Discord.Gateway.Script;

/// <summary>A gateway on this machine that does what a test says, line by line, over real WebSockets.</summary>
internal sealed class ScriptedGateway : IAsyncDisposable
{
    public const string Token = "MTAwMA.loopback.token_that_must_appear_nowhere";
    public const string ResumePath = "/resume";

    private readonly WebApplication _app;
    private readonly ConcurrentBag<GatewayLine> _all = [];
    private readonly Channel<GatewayLine> _lines = Channel.CreateUnbounded<GatewayLine>();
    private readonly bool _plain;

    private ScriptedGateway(WebApplication app, bool plain)
    {
        _app = app;
        _plain = plain;
    }

    /// <summary>Where one identifies.</summary>
    public Uri Url { get; private set; } = new("ws://127.0.0.1");

    /// <summary>What READY names for resuming.</summary>
    public Uri ResumeUrl => new(Url, ResumePath);

    /// <summary>Paths that cannot be connected to.</summary>
    public Func<string, bool> Refuses { get; set; } = _ => false;

    public int Handshakes { get; private set; }

    /// <param name="plain">Answers without compression whatever was asked for.</param>
    public static async Task<ScriptedGateway> StartAsync(bool plain = false)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var gateway = new ScriptedGateway(app, plain);
        app.UseWebSockets();
        app.Run(gateway.AcceptAsync);
        await app.StartAsync();
        gateway.Url = new UriBuilder(app.Urls.First()) { Scheme = "ws" }.Uri;
        return gateway;
    }

    /// <summary>The next connection of the bot.</summary>
    public async Task<GatewayLine> LineAsync()
    {
        using var limit = new CancellationTokenSource(GatewayLine.Patience);
        try
        {
            return await _lines.Reader.ReadAsync(limit.Token);
        }
        catch (OperationCanceledException late)
        {
            throw new TimeoutException("The bot did not connect.", late);
        }
    }

    /// <summary>A connection with Hello and a new session on it.</summary>
    public async Task<GatewayLine> SessionAsync(string session = "session-1")
    {
        var line = await LineAsync();
        await line.HelloAsync();
        await line.IdentifiedAsync();
        await line.ReadyAsync(session, ResumeUrl);
        return line;
    }

    /// <summary>A connection on which the bot resumes; RESUMED is not sent yet.</summary>
    public async Task<(GatewayLine Line, string Session, long Sequence)> ResumedAsync()
    {
        var line = await LineAsync();
        await line.HelloAsync();
        var resume = await line.ExpectAsync(Op.Resume);
        line.Sequence = resume.GetProperty("seq").GetInt64();
        return (line, resume.GetProperty("session_id").GetString()!, line.Sequence);
    }

    /// <summary>Nobody has connected that no test looked at.</summary>
    public bool IsQuiet => !_lines.Reader.TryPeek(out _);

    /// <summary>Nobody has to wait for a polite end.</summary>
    public void DropAll()
    {
        foreach (var line in _all)
        {
            line.Drop();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _lines.Writer.TryComplete();
        DropAll();
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private async Task AcceptAsync(HttpContext context)
    {
        Handshakes++;
        if (Refuses(context.Request.Path.Value!) || !context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        using var line = new GatewayLine(socket, context, !_plain && context.Request.Query["compress"] == "zlib-stream");
        _all.Add(line);
        if (_lines.Writer.TryWrite(line))
        {
            await line.Over;
        }
    }
}
