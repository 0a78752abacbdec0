using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using ReflectionBot.Adapters.Discord.Gateway;

namespace ReflectionBot.Tests.Discord.Loopback;

/// <summary>The events, in their order. Hands them over inside the process as the real connection does: each is started in its turn, none is waited for.</summary>
internal sealed class LoopbackGateway : IDisposable
{
    private readonly ConcurrentQueue<(long Sequence, string Name, string Data, bool Replayed)> _log = new();
    private readonly SemaphoreSlim _came = new(0);
    private (string Name, JsonObject Data)? _last;
    private long _sequence;
    private int _open;

    /// <summary>Handed over and not completed.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>Published and not handed over.</summary>
    public int Waiting => _log.Count;

    /// <summary>What people do now counts as done during a pause of the bot.</summary>
    public bool Replays { get; set; }

    public GatewayBot? Found { get; private set; }

    public void Publish(string name, JsonObject data)
    {
        _last = (name, data);
        _log.Enqueue((Interlocked.Increment(ref _sequence), name, data.ToJsonString(), Replays));
        _came.Release();
    }

    /// <summary>The last event comes once more, as it may around a resume.</summary>
    public void Repeat() => Publish(_last!.Value.Name, _last.Value.Data);

    public async Task RunAsync(GatewayLookup lookup, GatewayHandler handler, Action<GatewayStatus> onStatus, CancellationToken cancellationToken)
    {
        if (await lookup(cancellationToken) is not GatewayAnswer.Known found)
        {
            onStatus(new GatewayStatus(-1, 0, GatewayPhase.Refused, "the token was refused"));
            return;
        }

        Found = found.Bot;
        onStatus(new GatewayStatus(0, 1, GatewayPhase.Ready));
        while (true)
        {
            await _came.WaitAsync(cancellationToken);
            if (_log.TryPeek(out var next))
            {
                Interlocked.Increment(ref _open);
                var handling = handler(new GatewayEvent(0, next.Sequence, next.Name, Encoding.UTF8.GetBytes(next.Data)) { Replayed = next.Replayed }, cancellationToken);
                _log.TryDequeue(out _);
                _ = ClosedAsync(handling);
            }
        }
    }

    public void Dispose() => _came.Dispose();

    private async Task ClosedAsync(ValueTask handling)
    {
        try
        {
            await handling;
        }
        catch (OperationCanceledException)
        {
            // The bot is ending.
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }
}
