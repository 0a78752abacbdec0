using NodaTime;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Crisis.Screen;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Verbs.Terminal;

/// <summary>A conversation that lives in memory and is gone at the end: for authors who try a reflection.</summary>
public sealed class PassingSink(Address address, Func<Pack> pack, IClock clock, TerminalScreen screen) : IInputSink
{
    private readonly Dictionary<string, string> _entries = new(StringComparer.Ordinal);
    private Conversation _conversation = new(address);

    public ValueTask<Acceptance> AcceptAsync(Input input, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        var screened = input with { Screening = CrisisScreen.BuiltIn.Read(input.Words) };
        var result = Turn.Take(_conversation, screened, pack(), now);
        if (!result.Needs.IsEmpty)
        {
            result = Turn.Take(_conversation, screened, pack(), now, _entries);
        }

        foreach (var entry in result.Kept)
        {
            _entries[entry.Id] = entry.Words;
        }

        foreach (var id in result.Dropped)
        {
            _entries.Remove(id);
        }

        _conversation = result.Forget ? new Conversation(address) : result.Conversation;
        foreach (var outgoing in result.Outgoing)
        {
            screen.Show(outgoing);
        }

        return ValueTask.FromResult(Acceptance.Taken);
    }

    /// <summary>Nothing waits here.</summary>
    public bool CallsForHelp(string words) => false;

    public ValueTask LookAsync(Input input, bool turnedAway) => ValueTask.CompletedTask;
}
