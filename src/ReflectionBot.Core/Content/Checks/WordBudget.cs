using ReflectionBot.Core.Content.Wording;
using ReflectionBot.Core.Flows;

namespace ReflectionBot.Core.Content.Checks;

/// <summary>The most the bot says between two answers, on any path, through branches and calls.</summary>
internal sealed class WordBudget(FlowSet flows, string language)
{
    private readonly Dictionary<string, Sums> _sums = new(StringComparer.Ordinal);

    /// <summary>What a call adds, in words; null where there is no such path.</summary>
    /// <param name="First">From the beginning to the first question, that included.</param>
    /// <param name="Through">From the beginning to the end without a question.</param>
    /// <param name="Tail">From the last question to the end.</param>
    private sealed record Sums(int? First, int? Through, int? Tail);

    public void Check(FlowGraph graph, ProblemList problems)
    {
        var most = language == "en" ? ContentLimits.WordsBeforeAnswer : ContentLimits.WordsBeforeAnswerTranslated;
        var chains = new Chains(this, graph);
        foreach (var draft in graph.Draft.Steps)
        {
            if (graph.Draft.Flow.Steps.GetValueOrDefault(draft.Id) is not { } step)
            {
                continue;
            }

            var before = chains.Before(step.Id);
            var own = step is CallStep call ? SumsOf(call.FlowId).First : FlowGraph.Waits(step) || step is EndStep ? Words(step) : null;

            // A flow whose own first question is over the bound is reported there, not at every call.
            if (own + before > most && (step is not CallStep || before > 0))
            {
                problems.Report(
                    ProblemCodes.TooManyWords,
                    graph.Draft.Texts.Uses.FirstOrDefault(text => text.StepId == step.Id && text.Language == language)?.At ?? draft.At,
                    $"The bot says up to {own + before} {(language == "en" ? "" : $"'{language}' ")}words before the person speaks at step '{step.Id}'; at most {most}.");
            }
        }
    }

    private Sums SumsOf(string flowId)
    {
        if (_sums.TryGetValue(flowId, out var sums) || flows.Find(flowId) is not { } graph)
        {
            return sums ?? new Sums(null, null, null);
        }

        _sums[flowId] = new Sums(null, null, null); // while it is being found out: a circle of calls never comes back
        var chains = new Chains(this, graph);
        var steps = graph.Draft.Flow.Steps.Values.ToList();
        var ends = steps.OfType<EndStep>().ToList();
        sums = new Sums(
            steps.Max(step => chains.FromStart(step.Id) + (step is CallStep call ? SumsOf(call.FlowId).First : FlowGraph.Waits(step) ? Words(step) : null)),
            ends.Max(end => chains.FromStart(end.Id) + Words(end)),
            ends.Max(end => chains.FromAnswer(end.Id) + Words(end)));
        _sums[flowId] = sums;
        return sums;
    }

    private int? Words(Step step) => step switch
    {
        SayStep say => Count(say.Text),
        AskStep ask => Count(ask.Text),
        ChooseStep choose => Count(choose.Text),
        PickStep pick => Count(pick.Text),
        ScaleStep scale => Count(scale.Text),
        KeepStep keep => Count(keep.Text),
        OfferStep offer => Count(offer.Text),
        EndStep end => Count(end.Text),
        RecapStep recap => Math.Max(Count(recap.Intro) + Count(recap.Outro), Count(recap.Empty)),
        _ => 0,
    };

    private int Count(LocalText? text) => text is null ? 0 : WordScan.Count(text.In(language));

    /// <summary>Longest rows of words that lead to the steps of one flow.</summary>
    private sealed class Chains(WordBudget budget, FlowGraph graph)
    {
        private readonly Dictionary<string, int?> _fromStart = new(StringComparer.Ordinal);
        private readonly Dictionary<string, int?> _fromAnswer = new(StringComparer.Ordinal);
        private readonly ILookup<string, string> _leadingTo = graph.Reachable
            .SelectMany(id => graph.Targets(id).Distinct(StringComparer.Ordinal).Select(target => (id, target)))
            .ToLookup(pair => pair.target, pair => pair.id, StringComparer.Ordinal);

        /// <summary>The most words before the step; 0 when it is where the person has spoken last.</summary>
        public int Before(string id) => Math.Max(FromStart(id) ?? 0, FromAnswer(id) ?? 0);

        public int? FromStart(string id) => Longest(id, _fromStart, id == graph.Draft.Flow.Start ? 0 : null, answered: false);

        public int? FromAnswer(string id) => Longest(id, _fromAnswer, null, answered: true);

        private int? Longest(string id, Dictionary<string, int?> known, int? own, bool answered)
        {
            if (known.TryGetValue(id, out var longest))
            {
                return longest;
            }

            known.Add(id, own); // a loop without a wait is reported elsewhere and must not hang here
            longest = own;
            foreach (var before in _leadingTo[id])
            {
                if (graph.Draft.Flow.Steps.GetValueOrDefault(before) is { } step)
                {
                    longest = Most(longest, Over(step, answered));
                }
            }

            known[id] = longest;
            return longest;
        }

        private int? Over(Step step, bool answered)
        {
            var before = answered ? FromAnswer(step.Id) : FromStart(step.Id);
            if (step is CallStep call)
            {
                var sums = budget.SumsOf(call.FlowId);
                return answered ? Most(sums.Tail, before + sums.Through) : before + sums.Through;
            }

            return FlowGraph.Waits(step) ? (answered ? 0 : null) : before + budget.Words(step);
        }

        private static int? Most(int? one, int? other) => one > other || other is null ? one : other;
    }
}
