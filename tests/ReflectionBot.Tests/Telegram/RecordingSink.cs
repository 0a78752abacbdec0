using System.Collections.Concurrent;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Tests.Telegram;

/// <summary>Takes everything and remembers it, unless told otherwise. Knows the ids it took, as storage does.</summary>
internal sealed class RecordingSink : IInputSink
{
    private readonly ConcurrentDictionary<string, bool> _ids = new();

    public ConcurrentQueue<Input> Taken { get; } = new();

    /// <summary>Every offer, taken or not.</summary>
    public ConcurrentQueue<Input> Offered { get; } = new();

    public ConcurrentQueue<Input> Duplicates { get; } = new();

    /// <summary>What was looked at because it had to wait, or was turned away.</summary>
    public ConcurrentQueue<(Input Input, bool TurnedAway)> LookedAt { get; } = new();

    public Func<Input, CancellationToken, ValueTask<Acceptance>>? Decide { get; set; }

    public async ValueTask<Acceptance> AcceptAsync(Input input, CancellationToken cancellationToken)
    {
        Offered.Enqueue(input);
        var acceptance = Decide is null ? Acceptance.Taken : await Decide(input, cancellationToken);
        if (acceptance == Acceptance.Taken && !_ids.TryAdd(input.Id, true))
        {
            Duplicates.Enqueue(input);
            return Acceptance.Duplicate;
        }

        if (acceptance == Acceptance.Taken)
        {
            Taken.Enqueue(input);
        }

        return acceptance;
    }

    /// <summary>Danger is a word here.</summary>
    public bool CallsForHelp(string words) => words.Contains("danger", StringComparison.Ordinal);

    public ValueTask LookAsync(Input input, bool turnedAway)
    {
        LookedAt.Enqueue((input, turnedAway));
        return ValueTask.CompletedTask;
    }
}
