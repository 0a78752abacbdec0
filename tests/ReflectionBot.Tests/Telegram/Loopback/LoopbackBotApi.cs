using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ReflectionBot.Tests.WholeBot;

namespace ReflectionBot.Tests.Telegram.Loopback;

/// <summary>
/// A Bot API server on this machine, as strict as the official description and stricter than the official server. What the
/// bot does wrong is answered as Telegram would answer it and kept in <see cref="Breaches"/>, which a test must find empty.
/// </summary>
internal sealed class LoopbackBotApi : IAsyncDisposable
{
    public const string Token = "7000001:AAE-loopback_token_that_must_appear_nowhere";
    public const string Username = "reflection_test_bot";

    private readonly WebApplication _app;
    private readonly OpenConnections _connections;
    private readonly LoopbackMethods _methods;
    private readonly ConcurrentDictionary<string, ConcurrentQueue<PlannedFault>> _planned = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<ApiReply>> _answers = new();
    private readonly CancellationTokenSource _stop = new();
    private volatile bool _revoked;
    private int _silenced;
    private int _disposed;

    private LoopbackBotApi(WebApplication app, OpenConnections connections)
    {
        _connections = connections;
        _app = app;
        Pump = new WebhookPump(() => WebhookUrl is null ? null : WebhookTarget, () => WebhookSecret ?? "");
        _methods = new LoopbackMethods(this);
    }

    /// <summary>Rules broken by the bot.</summary>
    public ConcurrentQueue<string> Breaches { get; } = new();

    /// <summary>Every call with its parameters, in order.</summary>
    public ConcurrentQueue<(string Method, JsonElement Parameters)> Calls { get; } = new();

    public ApiRules Rules { get; } = new();

    public LoopbackRates Rates { get; } = new();

    public LoopbackChats Chats { get; } = new();

    public UpdateQueue Updates { get; } = new(firstId: 900_001);

    public WebhookPump Pump { get; }

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <summary>False for measurements: no rates, no record of calls.</summary>
    public bool Watchful { get; init; } = true;

    /// <summary>Off where people press and write faster than people do.</summary>
    public bool KeepsRates { get; set; } = true;

    /// <summary>A button may be answered twice when the bot was killed or its answer was lost in between.</summary>
    public bool ForgivesSecondAnswers { get; set; }

    /// <summary>Sees every message of the bot once it stands in its chat.</summary>
    public Action<long, LoopbackMessage>? OnSent { get; set; }

    /// <summary>Sees every call, with the chat it is about, before it is carried out.</summary>
    public Action<string, long>? OnCall { get; set; }

    public string? WebhookUrl { get; set; }

    public string? WebhookSecret { get; set; }

    /// <summary>Where the webhook's https address really leads in this test.</summary>
    public Uri? WebhookTarget { get; set; }

    public static async Task<LoopbackBotApi> StartAsync(int port = 0, bool watchful = true)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var connections = new OpenConnections();
        connections.Of(builder.WebHost);
        var app = builder.Build();
        var api = new LoopbackBotApi(app, connections) { Watchful = watchful };
        app.Run(api.AnswerAsync);
        await app.StartAsync();
        api.Address = new Uri(app.Urls.First());
        return api;
    }

    public LoopbackPerson Person(long id, string language = "en") => new(this, id, language);

    public void Plan(string method, params ReadOnlySpan<PlannedFault> faults)
    {
        foreach (var fault in faults)
        {
            _planned.GetOrAdd(method, _ => new ConcurrentQueue<PlannedFault>()).Enqueue(fault);
        }
    }

    /// <summary>The next calls of a method are answered so, and nothing is carried out.</summary>
    public void Answer(string method, int times, ApiReply answer)
    {
        foreach (var _ in Enumerable.Range(0, times))
        {
            _answers.GetOrAdd(method, _ => new ConcurrentQueue<ApiReply>()).Enqueue(answer);
        }
    }

    /// <summary>From now on a method is carried out again.</summary>
    public void Unanswer(string method) => _answers.TryRemove(method, out _);

    /// <summary>How many answers of <see cref="Answer"/> are left.</summary>
    public int AnswersLeft(string method) => _answers.TryGetValue(method, out var left) ? left.Count : 0;

    /// <summary>How many calls met silence.</summary>
    public int Silenced => Volatile.Read(ref _silenced);

    /// <summary>Nothing more goes wrong with a method.</summary>
    public void Unplan(string method, out int left)
    {
        left = _planned.TryRemove(method, out var faults) ? faults.Count : 0;
    }

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

    /// <summary>Every rule kept, every button answered.</summary>
    public async Task AssertKeptAsync()
    {
        await UntilAsync(() => Chats.UnansweredCallbacks.IsEmpty || !Breaches.IsEmpty, "every pressed button to be answered");
        if (!Breaches.IsEmpty)
        {
            throw new InvalidOperationException("Rules broken:\n" + string.Join('\n', Breaches));
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
        {
            return;
        }

        await _stop.CancelAsync();
        await Pump.DisposeAsync();
        await _app.DisposeAsync();
        _stop.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var parts = context.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts is not [var bot, var method] || !bot.StartsWith("bot", StringComparison.Ordinal))
        {
            Breaches.Enqueue("a path that is no method");
            await WriteAsync(context, ApiReply.Failed(404, "Not Found"));
            return;
        }

        if (_revoked || bot[3..] != Token)
        {
            await WriteAsync(context, ApiReply.Failed(401, "Unauthorized"));
            return;
        }

        if (_answers.TryGetValue(method, out var answers) && answers.TryDequeue(out var answer))
        {
            await WriteAsync(context, answer);
            return;
        }

        var fault = _planned.TryGetValue(method, out var planned) && planned.TryDequeue(out var next) ? next : (PlannedFault?)null;
        using var aborted = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stop.Token);
        switch (fault)
        {
            case PlannedFault.ResetBefore:
                context.Abort();
                return;
            case PlannedFault.Silence:
                Interlocked.Increment(ref _silenced);
                await Task.Delay(Timeout.Infinite, aborted.Token).ContinueWith(_ => { }, TaskScheduler.Default);
                context.Abort();
                return;
            case PlannedFault.Error500:
                await WriteAsync(context, ApiReply.Failed(500, "Internal Server Error"));
                return;
            case PlannedFault.Html502:
                context.Response.StatusCode = 502;
                context.Response.ContentType = "text/html";
                await context.Response.WriteAsync("<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>", aborted.Token);
                return;
            case PlannedFault.TooFast:
                context.Response.Headers.RetryAfter = "1";
                await WriteAsync(context, ApiReply.Failed(429, "Too Many Requests: retry after 1", """{"retry_after":1}"""));
                return;
            case PlannedFault.Conflict:
                await WriteAsync(context, ApiReply.Failed(409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"));
                return;
            case PlannedFault.Blocked:
                await WriteAsync(context, ApiReply.Failed(403, "Forbidden: bot was blocked by the user"));
                return;
            case PlannedFault.Migrated:
                await WriteAsync(context, ApiReply.Failed(400, "Bad Request: group chat was upgraded to a supergroup chat", """{"migrate_to_chat_id":-1001234567890}"""));
                return;
            default:
                break;
        }

        var parameters = await LoopbackRequest.ReadAsync(context, this, method);
        if (parameters is not { } given)
        {
            await WriteAsync(context, ApiReply.Failed(400, "Bad Request: can't parse the request"));
            return;
        }

        var reply = await _methods.CarryOutAsync(method, given.Parameters, given.File, aborted.Token);
        if (fault == PlannedFault.ResetAfter)
        {
            context.Abort();
        }
        else if (fault == PlannedFault.HalfJson)
        {
            await context.Response.WriteAsync("""{"ok":true,"result":{"message_i""", aborted.Token);
        }
        else
        {
            await WriteAsync(context, reply);
        }
    }

    private static async Task WriteAsync(HttpContext context, ApiReply reply)
    {
        context.Response.StatusCode = reply.Status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(reply.Json, context.RequestAborted);
    }
}

internal readonly record struct ApiReply(int Status, string Json)
{
    public static readonly ApiReply True = Done("true");

    public static ApiReply Done(string result) => new(200, $$"""{"ok":true,"result":{{result}}}""");

    /// <summary>As a proxy answers.</summary>
    public static ApiReply Page(int status) => new(status, $"<html><head><title>{status}</title></head><body>nginx</body></html>");

    public static ApiReply Failed(int code, string description, string? parameters = null) => new(code, parameters is null
        ? $$"""{"ok":false,"error_code":{{code}},"description":{{JsonSerializer.Serialize(description)}}}"""
        : $$"""{"ok":false,"error_code":{{code}},"description":{{JsonSerializer.Serialize(description)}},"parameters":{{parameters}}}""");
}
