using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;

namespace ReflectionBot.Tests.WholeBot;

internal sealed record SeenOption(string Id, string Label);

internal sealed record SeenLine(string Id, bool Mine, string Text, string Kind)
{
    public ImmutableArray<SeenOption> Options { get; init; } = [];

    public bool IsSaid => !Mine && !ShippedContent.IsTrouble(Text);
}

/// <summary>
/// One person's page of the local chat, without a browser: posts under ids of its own until they are taken, and follows
/// the stream from where it was, over any number of restarts of the bot.
/// </summary>
internal sealed class ChatPage : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly HttpClient _http = new() { Timeout = Patience };
    private readonly CancellationTokenSource _closed = new();
    private readonly Dictionary<string, SeenLine> _byId = new(StringComparer.Ordinal);
    private readonly LivingBot _bot;
    private readonly Task _following;
    private ImmutableArray<string> _present = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ImmutableArray<SeenLine> _unlogged = [];
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? _last;

    public ChatPage(LivingBot bot, string person)
    {
        _bot = bot;
        Person = person;
        _following = FollowAsync();
    }

    public string Person { get; }

    public ImmutableArray<SeenLine> Lines
    {
        get
        {
            lock (_byId)
            {
                return [.. _present.Where(_byId.ContainsKey).Select(id => _byId[id])];
            }
        }
    }

    /// <summary>What the bot said in the conversation, in order.</summary>
    public IEnumerable<SeenLine> Said => Lines.Where(line => line.IsSaid);

    /// <summary>How many Cards came, those among them that no storage could take.</summary>
    public int CardsSeen => Lines.Count(line => line.Kind == "Card") + Unlogged.Count(line => line.Kind == "Card");

    /// <summary>What was shown without being stored.</summary>
    public ImmutableArray<SeenLine> Unlogged
    {
        get
        {
            lock (_byId)
            {
                return _unlogged;
            }
        }
    }

    /// <summary>Waits until the stream stands: what is shown without being stored is shown only to a page that is there.</summary>
    public Task WaitUntilOpenAsync() => _opened.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);

    public Task<HttpStatusCode> WriteAsync(string text) => PostAsync(new { id = NewId(), text });

    /// <summary>Presses until it is decided: a disk that is slow just then is no answer.</summary>
    public Task<HttpStatusCode> PressAsync(params string[] optionIds) => PostUntilDecidedAsync(new { id = NewId(), options = optionIds });

    /// <summary>Presses the button with this label under the latest message that has it.</summary>
    public Task<HttpStatusCode> PressLabelAsync(string label) =>
        PressAsync(Said.Last(line => line.Options.Any(option => option.Label == label)).Options.First(option => option.Label == label).Id);

    /// <summary>Posts until the bot has taken it, over kills, restarts and moments without storage; the same id each time.</summary>
    public async Task PostUntilTakenAsync(object body) => Assert.Equal(HttpStatusCode.OK, await PostUntilDecidedAsync(body));

    /// <summary>As <see cref="PostUntilTakenAsync"/>, and returns what became of it: taken or turned away.</summary>
    public async Task<HttpStatusCode> PostUntilDecidedAsync(object body)
    {
        while (true)
        {
            try
            {
                var status = await PostAsync(body);
                if (status != HttpStatusCode.ServiceUnavailable)
                {
                    return status;
                }
            }
            catch (Exception fault) when (fault is HttpRequestException or IOException)
            {
                // Killed just now; the next try waits until it is back.
            }
        }
    }

    public async Task<HttpStatusCode> PostAsync(object body)
    {
        using var response = await _http.PostAsJsonAsync(new Uri(await _bot.UrlAsync().WaitAsync(_closed.Token), $"chat/{Person}/inputs"), body, _closed.Token);
        return response.StatusCode;
    }

    /// <summary>Waits until the chat is as wanted; the message of the failure shows how it is.</summary>
    public async Task<ImmutableArray<SeenLine>> WaitAsync(Func<ImmutableArray<SeenLine>, bool> asWanted, string what)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        while (true)
        {
            var changed = _changed.Task;
            var lines = Lines;
            if (asWanted(lines))
            {
                return lines;
            }

            try
            {
                await changed.WaitAsync(patience.Token);
            }
            catch (OperationCanceledException ended)
            {
                throw new TimeoutException($"{Person}: never came: {what}. There is:\n{string.Join('\n', lines.Select(line => $"{(line.Mine ? ">" : "<")} {line.Text} [{string.Join(" | ", line.Options.Select(o => o.Label))}]"))}", ended);
            }
        }
    }

    /// <summary>Writes and waits for the bot's next message.</summary>
    public async Task<SeenLine> TalkAsync(string text)
    {
        var before = Said.Count();
        await PostUntilTakenAsync(new { id = NewId(), text });
        return (await WaitAsync(lines => lines.Count(line => line.IsSaid) > before, $"an answer to {text}")).Last(line => line.IsSaid);
    }

    public static string NewId() => Guid.NewGuid().ToString("N");

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        await _following;
        _http.Dispose();
        _closed.Dispose();
    }

    private async Task FollowAsync()
    {
        await Task.Yield();
        while (!_closed.IsCancellationRequested)
        {
            try
            {
                await FollowOnceAsync();
            }
            catch (Exception fault) when (fault is HttpRequestException or IOException or OperationCanceledException)
            {
                // The bot is gone or the page is closed; the next round waits until it is back.
            }
        }
    }

    private async Task FollowOnceAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(await _bot.UrlAsync().WaitAsync(_closed.Token), $"chat/{Person}/events"));
        if (_last is not null)
        {
            request.Headers.Add("Last-Event-ID", _last);
        }

        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, _closed.Token);
        response.EnsureSuccessStatusCode();
        await using var stream = await response.Content.ReadAsStreamAsync(_closed.Token);
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(_closed.Token))
        {
            Take(item);
        }
    }

    private void Take(SseItem<string> item)
    {
        _last = item.EventId ?? _last;
        _opened.TrySetResult();
        if (item.EventType is not ("lines" or "unlogged"))
        {
            return;
        }

        var wire = JsonSerializer.Deserialize<WireEvent>(item.Data, Json)!;
        lock (_byId)
        {
            var lines = wire.Lines ?? [];
            if (item.EventType == "unlogged")
            {
                _unlogged = [.. _unlogged, .. lines];
            }
            else
            {
                foreach (var line in lines)
                {
                    _byId[line.Id] = line with { Options = line.Options.IsDefault ? [] : line.Options };
                }

                _present = wire.Present ?? _present;
            }
        }

        Interlocked.Exchange(ref _changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }

    private sealed record WireEvent(ImmutableArray<string>? Present, ImmutableArray<SeenLine>? Lines);
}
