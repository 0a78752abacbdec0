using System.Diagnostics.CodeAnalysis;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Adapters.Discord;

/// <summary>
/// The interactions that can still be answered, by id and by Address. Also knows which were received before, so that an event that comes twice is
/// acted on once.
/// </summary>
internal sealed class OpenInteractions(TimeProvider clock)
{
    /// <summary>Discord's 15 minutes, and a margin for the way there.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(14.5);

    /// <summary>Interactions held at once; beyond it the oldest lose what they had left.</summary>
    public const int Max = 20_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, OpenInteraction> _byId = new(StringComparer.Ordinal);
    private readonly Queue<OpenInteraction> _oldest = new();
    private readonly Dictionary<Address, List<OpenInteraction>> _byAddress = [];
    private readonly Dictionary<Address, OpenInteraction> _place = [];

    /// <summary>How many are held.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _byId.Count;
            }
        }
    }

    /// <summary>False when it was received before.</summary>
    /// <param name="interaction">The new one.</param>
    /// <param name="leads">From now on what is said to its Address goes through it; otherwise the adapter itself answers it.</param>
    public bool TryAdd(OpenInteraction interaction, bool leads)
    {
        lock (_gate)
        {
            Sweep();
            if (!_byId.TryAdd(interaction.Key.Id, interaction))
            {
                return false;
            }

            _oldest.Enqueue(interaction);
            if (!leads)
            {
                return true;
            }

            if (!_byAddress.TryGetValue(interaction.Address, out var of))
            {
                of = [];
                _byAddress.Add(interaction.Address, of);
            }

            of.Add(interaction);
            _place[interaction.Address] = interaction;
            return true;
        }
    }

    /// <summary>The person went on in the private chat by writing there: only what still needs a first answer goes elsewhere.</summary>
    public void LeavePlace(Address address)
    {
        lock (_gate)
        {
            _place.Remove(address);
        }
    }

    /// <summary>Nothing reaches it any more.</summary>
    public void End(OpenInteraction interaction)
    {
        interaction.Stage = AnswerStage.Over;
        lock (_gate)
        {
            if (_place.GetValueOrDefault(interaction.Address) == interaction)
            {
                _place.Remove(interaction.Address);
            }
        }
    }

    /// <summary>Through which interaction a new message to this Address goes: the oldest that needs an answer, else the one of the place where the person is.</summary>
    public OpenInteraction? ForMessage(Address address)
    {
        lock (_gate)
        {
            return _byAddress.TryGetValue(address, out var of) && of.Find(one => one.Stage is AnswerStage.Unanswered or AnswerStage.Deferred && IsAlive(one)) is { } waiting ? waiting
                : _place.TryGetValue(address, out var place) && place.Stage == AnswerStage.Answered && IsAlive(place) ? place
                : null;
        }
    }

    /// <summary>A pressed component on this message that lets it be changed; unanswered ones first.</summary>
    public OpenInteraction? OnMessage(Address address, string messageId)
    {
        lock (_gate)
        {
            if (!_byAddress.TryGetValue(address, out var of))
            {
                return null;
            }

            return of.Find(one => one.OfComponent && one.Source == messageId && one.Stage == AnswerStage.Unanswered && IsAlive(one))
                ?? of.FindLast(one => one.Source == messageId && one.OriginalIsSource && one.Stage == AnswerStage.Answered && IsAlive(one));
        }
    }

    public bool TryGet(string id, [NotNullWhen(true)] out OpenInteraction? interaction)
    {
        lock (_gate)
        {
            return _byId.TryGetValue(id, out interaction) && interaction.Stage != AnswerStage.Over && IsAlive(interaction);
        }
    }

    private bool IsAlive(OpenInteraction interaction) => clock.GetElapsedTime(interaction.ReceivedAt) < Life;

    private void Sweep()
    {
        while (_oldest.TryPeek(out var first) && (_oldest.Count >= Max || !IsAlive(first)))
        {
            _oldest.Dequeue();
            first.Stage = AnswerStage.Over;
            _byId.Remove(first.Key.Id);
            if (_place.GetValueOrDefault(first.Address) == first)
            {
                _place.Remove(first.Address);
            }

            if (_byAddress.TryGetValue(first.Address, out var of) && of.Remove(first) && of.Count == 0)
            {
                _byAddress.Remove(first.Address);
            }
        }
    }
}
