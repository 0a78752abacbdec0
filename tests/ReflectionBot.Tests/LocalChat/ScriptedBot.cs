using System.Collections.Concurrent;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Tests.LocalChat;

/// <summary>A bot whose answers a test writes down beforehand; behind the page it stands where the real one stands.</summary>
public sealed class ScriptedBot : IInputSink
{
    private readonly ConcurrentDictionary<string, IReadOnlyList<string>> _keys = [];
    private readonly HashSet<string> _taken = [];
    private readonly Lock _gate = new();
    private int _deliveries;

    public ISender Sender { get; set; } = null!;

    /// <summary>What the bot does about an input.</summary>
    public Func<Input, IEnumerable<Outgoing>> Answer { get; set; } = _ => [];

    /// <summary>What becomes of an input before it is answered.</summary>
    public Func<Input, Acceptance> Accept { get; set; } = _ => Acceptance.Taken;

    public ConcurrentQueue<Input> Inputs { get; } = [];

    public bool CallsForHelp(string words) => false;

    public ValueTask LookAsync(Input input, bool turnedAway) => throw new NotSupportedException();

    public async ValueTask<Acceptance> AcceptAsync(Input input, CancellationToken cancellationToken)
    {
        var acceptance = Accept(input);
        lock (_gate)
        {
            if (acceptance == Acceptance.Taken && !_taken.Add(input.Id))
            {
                return Acceptance.Duplicate;
            }
        }

        if (acceptance == Acceptance.Taken)
        {
            Inputs.Enqueue(input);
            foreach (var outgoing in Answer(input))
            {
                await SayAsync(input.Address, outgoing);
            }
        }

        return acceptance;
    }

    public async Task<SendOutcome> SayAsync(Address address, Outgoing outgoing, string? deliveryId = null, bool lastWord = false)
    {
        var target = outgoing switch
        {
            ReplyEdit edit => IdsOf(address, edit.Key),
            ReplyRetirement retirement => IdsOf(address, retirement.Key),
            ReplyRemoval removal => [.. removal.Keys.SelectMany(key => IdsOf(address, key))],
            _ => [],
        };
        var id = deliveryId ?? $"d{Interlocked.Increment(ref _deliveries)}";
        var outcome = await Sender.SendAsync(new Delivery(id, address, outgoing, target) { LastWord = lastWord }, CancellationToken.None);
        if (outgoing is Reply { Key: { } key } && outcome is SendOutcome.Sent sent)
        {
            _keys[$"{address} {key}"] = sent.MessageIds;
        }

        return outcome;
    }

    private IReadOnlyList<string> IdsOf(Address address, string key) => _keys.GetValueOrDefault($"{address} {key}", []);
}
