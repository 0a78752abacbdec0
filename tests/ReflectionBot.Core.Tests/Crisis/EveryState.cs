using System.Globalization;
using NodaTime;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Crisis;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Tests.Crisis;

/// <summary>
/// Every state a conversation can come to by pressing and writing, found by walking: two are the same when the same
/// question is open at the same place and help has got as far.
/// </summary>
internal static class EveryState
{
    public static readonly Address Address = Address.Of("local", "walker");
    public static readonly Instant Now = Instant.FromUtc(2026, 3, 2, 18, 0);

    private static readonly Lazy<IReadOnlyList<(string Name, Conversation State)>> Found = new(() => Walk(new Conversation(Address)));

    public static IReadOnlyList<(string Name, Conversation State)> All => Found.Value;

    /// <summary>Walks from a beginning, by every button shown, by words where words are an answer, by the commands and by what the screen sees.</summary>
    /// <param name="begin">Where to begin.</param>
    /// <param name="statements">Also say what the screen answers.</param>
    /// <param name="links">Also give the commands that take something behind them with it: every reflection by its link, and a country.</param>
    /// <param name="mayPress">Which buttons to press; all when left out.</param>
    public static IReadOnlyList<(string Name, Conversation State)> Walk(Conversation begin, bool statements = true, bool links = false, Func<Option, bool>? mayPress = null)
    {
        var states = new Dictionary<string, Conversation>();
        var ahead = new Queue<(Conversation State, IReadOnlyList<Option> Buttons)>();
        Meet(begin, []);
        while (ahead.TryDequeue(out var here))
        {
            foreach (var input in Inputs(here.State, [.. here.Buttons.Where(mayPress ?? (static _ => true))], statements, links))
            {
                var result = Take(here.State, input);
                if (!result.Forget)
                {
                    Meet(result.Conversation, [.. result.Outgoing.OfType<Reply>().SelectMany(reply => reply.Options)]);
                }
            }
        }

        return [.. states.Select(pair => (pair.Key, pair.Value))];

        void Meet(Conversation state, IReadOnlyList<Option> buttons)
        {
            if (states.TryAdd(NameOf(state), state))
            {
                ahead.Enqueue((state, buttons));
            }
        }
    }

    public static TurnResult Take(Conversation conversation, Input input, Instant? now = null)
    {
        var result = Turn.Take(conversation, input, ShippedContent.Pack, now ?? Now);
        return result.Needs.IsEmpty ? result : Turn.Take(conversation, input, ShippedContent.Pack, now ?? Now, result.Needs.ToDictionary(id => id, _ => "words"));
    }

    private static IEnumerable<Input> Inputs(Conversation state, IReadOnlyList<Option> buttons, bool statements, bool links)
    {
        foreach (var button in buttons)
        {
            yield return new OptionInput("b", Address, [button.Id]);
        }

        if (state.Open is { TakesText: true })
        {
            foreach (var words in (string[])["the rain on the roof", "8:30", "Berlin", "22-7", "no", "yes"])
            {
                yield return new TextInput("t", Address, words);
            }
        }

        foreach (var command in Commands.All)
        {
            yield return new CommandInput("c", Address, command);
        }

        if (links)
        {
            foreach (var flow in ShippedContent.Pack.FlowOrder)
            {
                yield return new CommandInput("c", Address, Commands.Start, flow);
            }

            yield return new CommandInput("c", Address, Commands.Country, "NZ");
        }

        if (statements)
        {
            foreach (var screening in Statements)
            {
                yield return new TextInput("s", Address, "x") { Screening = screening };
            }
        }
    }

    public static readonly Screening[] Statements =
    [
        Screening.Faulted,
        new(Tier.Ask, CrisisKinds.Suicide, ["t"]),
        new(Tier.Ask, CrisisKinds.PartnerViolence, ["t"]),
        new(Tier.Card, CrisisKinds.Suicide, ["t"]),
        new(Tier.Emergency, CrisisKinds.PartnerViolence | CrisisKinds.Strangulation, ["t"]),
        new(Tier.Card, CrisisKinds.PartnerViolence, ["t"]) { Monitored = true },
    ];

    private static string NameOf(Conversation c) => string.Create(CultureInfo.InvariantCulture,
        $"{(c.Consent is null ? "before consent" : "met")} · {c.Open?.Desk}:{Place(c)} · {(c.Run is null ? "no run" : "run")} · {(c.Left.IsEmpty ? "" : "left ")}{Care(c.Care)}{(c.Preferences.Discreet ? " discreet" : "")}");

    /// <summary>The step and, for other desks, the subject without what counts up.</summary>
    private static string Place(Conversation c) => c.Open switch
    {
        null => c.Run is { } paused ? $"{paused.Top.FlowId}/{paused.Top.StepId}" : "",
        { Desk: Desk.Step } => $"{c.Run?.Top.FlowId}/{c.Open.Subject}{(c.Open.Picked.IsEmpty ? "" : "+")}{(c.Open.TakesText ? "…" : "")}",
        var open => new string([.. open.Subject.Where(char.IsAsciiLetter)]),
    };

    private static string Care(CareState care) =>
        (care.Asked is null ? "" : "asked ") + (care.RestUntil is null ? "" : "rests ") + (care.SafeFlowsOnly ? "safe-only " : "") + (care.CheckAt is null ? "" : "hello");
}
