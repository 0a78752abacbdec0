using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ReflectionBot.Tests.WholeBot;

namespace ReflectionBot.Tests.Discord.Loopback;

/// <summary>
/// Discord on this machine, as strict as the official description and stricter than the official server. What the bot does wrong is answered as Discord
/// would answer it and kept in <see cref="Breaches"/>, which a test must find empty.
/// </summary>
internal sealed class LoopbackDiscord : IAsyncDisposable
{
    public const string Token = "MTE3MDAwMDAwMDAwMDAwMDAwMQ.Loopb4.token_that_must_appear_nowhere";
    public const string Application = "1170000000000000001";

    /// <summary>Every interaction's token begins with it.</summary>
    public const string InteractionSecret = "aW50ZXJhY3Rpb246-must-appear-nowhere-";

    private readonly WebApplication _app;
    private readonly OpenConnections _connections;
    private readonly LoopbackRoutes _routes;
    private readonly ConcurrentDictionary<string, ConcurrentQueue<PlannedFault>> _planned = new();
    private readonly SemaphoreSlim _released = new(0);
    private volatile bool _revoked;
    private int _disposed;

    private LoopbackDiscord(WebApplication app, OpenConnections connections)
    {
        _connections = connections;
        Socket = new LoopbackSocket(this);
        _app = app;
        _routes = new LoopbackRoutes(this);
    }

    /// <summary>Rules broken by the bot.</summary>
    public ConcurrentQueue<string> Breaches { get; } = new();

    /// <summary>Every call: route, path, body; in order.</summary>
    public ConcurrentQueue<(string Route, string Path, JsonElement? Body)> Calls { get; } = new();

    public DiscordRules Rules { get; } = new();

    public LoopbackRates Rates { get; } = new();

    /// <summary>The clock of limits and of interactions: a test that lets time pass for the bot lets it pass here too.</summary>
    public TimeProvider Time
    {
        get => Rates.Time;
        set => Rates.Time = value;
    }

    public LoopbackChats Chats { get; } = new();

    public LoopbackGateway Gateway { get; } = new();

    /// <summary>The one server there is.</summary>
    public LoopbackServer Server { get; } = new();

    /// <summary>The gateway as a connection, for a bot in a process of its own.</summary>
    public LoopbackSocket Socket { get; }

    /// <summary>What people do comes over the connection instead of inside this process.</summary>
    public bool OverTheSocket { get; init; }

    /// <summary>Interactions go to the bot's address instead.</summary>
    public InteractionCaller? Caller { get; set; }

    /// <summary>Where <see cref="Socket"/> is reached.</summary>
    public Uri GatewayAddress => new UriBuilder(Address) { Scheme = "ws", Path = "/gateway" }.Uri;

    /// <summary>Root of the API.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <summary>False for measurements: no record of calls.</summary>
    public bool Watchful { get; init; } = true;

    /// <summary>An interaction may stay unanswered, or be answered late or twice, when the bot was killed or its answer was lost in between.</summary>
    public bool ForgivesLateAnswers { get; set; }

    /// <summary>Sees every call before it is carried out.</summary>
    public Action<string>? OnCall { get; set; }

    public int Calling(string route) => Calls.Count(call => call.Route == route);

    public static async Task<LoopbackDiscord> StartAsync(int port = 0, bool watchful = true, bool overTheSocket = false)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var connections = new OpenConnections();
        connections.Of(builder.WebHost);
        var app = builder.Build();
        var discord = new LoopbackDiscord(app, connections) { Watchful = watchful, OverTheSocket = overTheSocket };
        app.UseWebSockets();
        app.Run(discord.AnswerAsync);
        await app.StartAsync();
        discord.Address = new Uri(new Uri(app.Urls.First()), "/api/v10");
        return discord;
    }

    public void Publish(string name, JsonObject data)
    {
        if (Caller is { } caller)
        {
            caller.Publish(name, data);
        }
        else if (OverTheSocket)
        {
            Socket.Publish(name, data);
        }
        else
        {
            Gateway.Publish(name, data);
        }
    }

    public LoopbackPerson Person(long id, string locale = "en-US") => new(this, id, locale);

    public void Plan(string route, params ReadOnlySpan<PlannedFault> faults)
    {
        foreach (var fault in faults)
        {
            _planned.GetOrAdd(route, _ => new ConcurrentQueue<PlannedFault>()).Enqueue(fault);
        }
    }

    /// <summary>Lets one held call go on.</summary>
    public void Release() => _released.Release();

    public void RevokeToken() => _revoked = true;

    /// <summary>Waits for a condition, and says what it waited for when it does not come.</summary>
    /// <param name="passed">Told how much time went by, each time it did.</param>
    public static async Task UntilAsync(Func<bool> holds, string what, Action<TimeSpan>? passed = null, double seconds = 60)
    {
        var begun = TimeProvider.System.GetTimestamp();
        var seen = begun;
        while (!holds())
        {
            if (TimeProvider.System.GetElapsedTime(begun).TotalSeconds > seconds)
            {
                throw new TimeoutException($"Waited {seconds} s for: {what}");
            }

            await Task.Delay(5);
            var now = TimeProvider.System.GetTimestamp();
            passed?.Invoke(TimeProvider.System.GetElapsedTime(seen, now));
            seen = now;
        }
    }

    /// <summary>Nobody is connected any more: what somebody sent before they were killed has been carried out.</summary>
    public Task DrainedAsync() => UntilAsync(() => !_connections.Any, "the last call of who is gone");

    /// <summary>Every rule kept, every interaction answered.</summary>
    public async Task AssertKeptAsync()
    {
        if (!ForgivesLateAnswers)
        {
            await UntilAsync(() => Chats.ByToken.Values.All(interaction => interaction.Answer is not null) || !Breaches.IsEmpty, "every interaction to be answered");
        }

        if (!Breaches.IsEmpty)
        {
            throw new InvalidOperationException("Rules broken:\n" + string.Join('\n', Breaches.Distinct()));
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            await _app.DisposeAsync();
            Gateway.Dispose();
            Socket.Dispose();
            _released.Dispose();
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        if (context.WebSockets.IsWebSocketRequest)
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await Socket.RunAsync(socket, context.RequestAborted);
            return;
        }

        var call = await LoopbackCall.ReadAsync(context);
        if (Watchful)
        {
            Calls.Enqueue((call.Route, context.Request.Path, call.Body));
            CheckManners(context, call);
        }

        OnCall?.Invoke(call.Route);
        var fault = _planned.TryGetValue(call.Route, out var planned) && planned.TryDequeue(out var next) ? next : (PlannedFault?)null;
        if (fault == PlannedFault.ResetBefore)
        {
            context.Abort();
            return;
        }

        if (fault == PlannedFault.Held)
        {
            await _released.WaitAsync(context.RequestAborted);
        }

        var limited = Rates.Count(call.Route, call.Major, call.OfInteraction, context.Response);
        var reply = Planned(fault, context.Response)
            ?? (_revoked && !call.OfInteraction ? LoopbackReply.Failed(401, 0, "401: Unauthorized") : null)
            ?? TooFast(limited, call, context.Response)
            ?? _routes.CarryOut(call);
        switch (fault)
        {
            case PlannedFault.ResetAfter:
                context.Abort();
                return;
            case PlannedFault.Error500After:
                reply = LoopbackReply.Failed(500, 0, "500: Internal Server Error");
                break;
            case PlannedFault.HalfJson:
                reply = reply with { Body = reply.Body?[..(reply.Body.Length / 2)] ?? "{", Status = 200 };
                break;
            default:
                break;
        }

        context.Response.StatusCode = reply.Status;
        if (reply.Body is { } body)
        {
            context.Response.ContentType = reply.IsPage ? "text/html" : "application/json";
            await context.Response.WriteAsync(body, Encoding.UTF8, context.RequestAborted);
        }
    }

    private static LoopbackReply? Planned(PlannedFault? fault, HttpResponse response)
    {
        switch (fault)
        {
            case PlannedFault.Error500:
                return LoopbackReply.Failed(500, 0, "500: Internal Server Error");
            case PlannedFault.Html502:
                return new LoopbackReply(502, "<html>502 Bad Gateway</html>", IsPage: true);
            case PlannedFault.TooFastHtml:
                return new LoopbackReply(429, "<html>error code: 1015</html>", IsPage: true);
            case PlannedFault.TooFast or PlannedFault.TooFastShared or PlannedFault.TooFastGlobal:
                return Flooded(1, fault == PlannedFault.TooFastGlobal ? "global" : fault == PlannedFault.TooFastShared ? "shared" : "user", response);
            case PlannedFault.Forbidden:
                return LoopbackReply.Failed(403, 50013, "Missing Permissions");
            case PlannedFault.TooManyFollowups:
                return LoopbackReply.Failed(400, 40094, "This interaction has reached its limit of follow up messages.");
            case PlannedFault.UnknownChannel:
                return LoopbackReply.Failed(404, 10003, "Unknown Channel");
            case PlannedFault.UnknownInteraction:
                return LoopbackReply.Failed(404, 10062, "Unknown interaction");
            default:
                return null;
        }
    }

    private LoopbackReply? TooFast((double Seconds, bool Everywhere)? limited, LoopbackCall call, HttpResponse response)
    {
        if (limited is not { } wait)
        {
            return null;
        }

        Breaches.Enqueue($"{call.Route} went faster than {(wait.Everywhere ? "the global limit" : "its limit")}");
        return Flooded(wait.Seconds, wait.Everywhere ? "global" : "user", response);
    }

    private static LoopbackReply Flooded(double seconds, string scope, HttpResponse response)
    {
        response.Headers["X-RateLimit-Scope"] = scope;
        response.Headers.RetryAfter = $"{Math.Ceiling(seconds)}";
        if (scope == "global")
        {
            response.Headers["X-RateLimit-Global"] = "true";
        }

        return new LoopbackReply(429, JsonSerializer.Serialize(new { message = "You are being rate limited.", retry_after = seconds, global = scope == "global" }));
    }

    private void CheckManners(HttpContext context, LoopbackCall call)
    {
        var agent = context.Request.Headers.UserAgent.ToString();
        if (!agent.StartsWith("DiscordBot (http", StringComparison.Ordinal) || !agent.Contains(", ", StringComparison.Ordinal))
        {
            Breaches.Enqueue($"the user agent is '{agent}'");
        }

        var given = context.Request.Headers.Authorization.ToString();
        if (call.OfInteraction ? given.Length > 0 : given != $"Bot {Token}")
        {
            Breaches.Enqueue($"{call.Route}: {(call.OfInteraction ? "the bot's token is not asked for here" : "the token is missing")}");
        }

        if (!context.Request.Path.StartsWithSegments("/api/v10", StringComparison.Ordinal))
        {
            Breaches.Enqueue($"{call.Route} without the version");
        }

        foreach (var fault in Rules.Check(call.Route, context.Request.Query.Keys, call.Body, call.File is not null))
        {
            Breaches.Enqueue(fault);
        }
    }
}

/// <param name="Body">Null for none.</param>
internal sealed record LoopbackReply(int Status, string? Body, bool IsPage = false)
{
    public static readonly LoopbackReply NoContent = new(204, null);

    public static LoopbackReply Done(object value) => new(200, JsonSerializer.Serialize(value));

    public static LoopbackReply Failed(int status, int code, string message) => new(status, JsonSerializer.Serialize(new { code, message }));
}
