using System.Collections.Concurrent;
using System.Text;
using System.Threading.Channels;

namespace ReflectionBot.Tests.Telegram.Loopback;

/// <summary>Brings updates to a webhook as the server does: one at a time per lane, again until it is answered with 2xx.</summary>
internal sealed class WebhookPump(Func<Uri?> target, Func<string> secret) : IAsyncDisposable
{
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(60) };
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, Channel<string>> _lanes = new();
    private readonly ConcurrentBag<Task> _pumps = [];
    private int _undelivered;

    /// <summary>Answers other than 2xx.</summary>
    public ConcurrentQueue<int> Refusals { get; } = new();

    public int Undelivered => Volatile.Read(ref _undelivered);

    /// <summary>How many of the next deliveries are made twice, as after an answer that was lost.</summary>
    public int DoubleNext { get; set; }

    public void Add(string lane, string update)
    {
        Interlocked.Increment(ref _undelivered);
        var channel = _lanes.GetOrAdd(lane, _ =>
        {
            var made = Channel.CreateUnbounded<string>();
            _pumps.Add(PumpAsync(made.Reader));
            return made;
        });
        channel.Writer.TryWrite(update);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_pumps);
        _client.Dispose();
        _stop.Dispose();
    }

    private async Task PumpAsync(ChannelReader<string> lane)
    {
        try
        {
            await foreach (var update in lane.ReadAllAsync(_stop.Token))
            {
                var wait = TimeSpan.Zero;
                while (!await DeliverAsync(update))
                {
                    await Task.Delay(wait, _stop.Token);
                    wait = TimeSpan.FromMilliseconds(Math.Min(1000, (wait.TotalMilliseconds * 2) + 20));
                }

                if (DoubleNext > 0)
                {
                    DoubleNext--;
                    await DeliverAsync(update);
                }

                Interlocked.Decrement(ref _undelivered);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task<bool> DeliverAsync(string update)
    {
        if (target() is not { } address)
        {
            return false;
        }

        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new StringContent(update, Encoding.UTF8, "application/json") };
            request.Headers.Add("X-Telegram-Bot-Api-Secret-Token", secret());
            using var response = await _client.SendAsync(request, _stop.Token);
            if (!response.IsSuccessStatusCode)
            {
                Refusals.Enqueue((int)response.StatusCode);
            }

            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
