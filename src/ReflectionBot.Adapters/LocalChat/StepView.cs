using System.Collections.Immutable;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Flows;

namespace ReflectionBot.Adapters.LocalChat;

/// <summary>One step as a card: what a person reads, and where everything leads.</summary>
internal sealed class StepView(Pack pack, Flow flow, string language)
{
    private readonly ILookup<string, string> _from = flow.Steps.Values
        .SelectMany(step => Targets(step).Where(target => target is not null).Select(target => (Target: target!, step.Id)))
        .Distinct()
        .ToLookup(pair => pair.Target, pair => pair.Id);

    public Markup Show(Step step, bool isStart) => Markup.Of(
        $"""
        <li id="{step.Id}" class="{(step is ChooseStep { Gate: true } ? "gate" : "")}">
          <h2><code>{step.Id}</code> <span>{KindOf(step)}{(isStart ? ", first" : "")}</span></h2>
          {Body(step)}
          {Ways(step)}
          {Origins(step)}
        </li>
        """);

    private static IEnumerable<string?> Targets(Step step) => Sideways(step).Append(step.Next);

    private static IEnumerable<string?> Sideways(Step step) => step switch
    {
        AskStep ask => [ask.OnSkip],
        ChooseStep choose => [.. choose.Options.Select(option => option.Next), choose.OnSkip],
        PickStep pick => [pick.OnSkip],
        ScaleStep scale => [.. scale.Options.Select(option => option.Next), scale.OnSkip],
        BranchStep branch => branch.Branches.Select(string? (way) => way.Next),
        _ => [],
    };

    private static string KindOf(Step step) => step switch
    {
        SayStep => "says",
        AskStep => "asks, free words",
        ChooseStep { Gate: true } => "safety gate, choose one",
        ChooseStep { OwnWords: true } => "choose one, or own words",
        ChooseStep => "choose one",
        PickStep pick => pick.Max < pick.Options.Length ? $"tick up to {pick.Max}" : "tick any",
        ScaleStep => "scale, from least to most",
        CallStep => "goes into another flow and comes back",
        BranchStep => "turns without a word",
        RecapStep => "gives the words back",
        KeepStep { ProposeNothing: true } => "asks what to keep, proposes nothing",
        KeepStep => "asks what to keep",
        OfferStep => "offers",
        EndStep => "ends",
        _ => step.GetType().Name,
    };

    private Markup Body(Step step) => step switch
    {
        SayStep say => Said(say.Text),
        AskStep ask => Said(ask.Text),
        ChooseStep choose => Markup.Of($"{Said(choose.Text)}{Options(choose.Options, choose.Next)}"),
        PickStep pick => Markup.Of($"{Said(pick.Text)}{Options(pick.Options, null)}"),
        ScaleStep scale => Markup.Of($"{Said(scale.Text)}{Options(scale.Options, scale.Next)}"),
        CallStep call => Markup.Of($"<p>{FlowLink(call.FlowId)}</p>"),
        BranchStep branch => Markup.Of($"""<dl>{branch.Branches.Select(way => Markup.Of($"<div><dt>when {Words(way.When)}</dt><dd>{StepLink(way.Next)}</dd></div>"))}</dl>"""),
        RecapStep recap => Recap(recap),
        KeepStep keep => Said(keep.Text),
        OfferStep offer => Markup.Of($"{Said(offer.Text)}<p>{Offered(offer)}</p>"),
        EndStep { Text: { } text } => Said(text),
        _ => Markup.Nothing,
    };

    private Markup Said(LocalText text) => Markup.Of($"""<p class="said" dir="auto">{text.In(language)}</p>""");

    private Markup Recap(RecapStep recap) => Markup.Of(
        $"""
        {(recap.Intro is { } intro ? Said(intro) : Markup.Nothing)}
        {recap.Lines.Select(Said)}
        {(recap.Outro is { } outro ? Said(outro) : Markup.Nothing)}
        <p class="note">When nothing was answered:</p>{Said(recap.Empty)}
        """);

    private Markup Options(ImmutableArray<FlowOption> options, string? next) => Markup.Of(
        $"""<ul class="options">{options.Select(option => Option(option, next))}</ul>""");

    private Markup Option(FlowOption option, string? next)
    {
        var target = option.Help is { } help
            ? Markup.Of($"""<span class="help">opens help ({help})</span>""")
            : option.Next is { } own && own != next ? StepLink(own) : Markup.Nothing;
        var flags = option.Flags.IsDefaultOrEmpty ? "" : $"sets {string.Join(", ", option.Flags)}";
        return Markup.Of($"""<li><span class="pill" dir="auto">{option.Label.In(language)}</span> <code>{option.Key}</code> <span class="note">{flags}</span>{target}</li>""");
    }

    private IEnumerable<Markup> Offered(OfferStep offer)
    {
        foreach (var id in offer.Flows)
        {
            yield return FlowLink(id);
        }

        if (offer.Reminder)
        {
            yield return Markup.Of($"<span>a reminder</span>");
        }

        if (offer.Help)
        {
            yield return Markup.Of($"""<span class="help">help</span>""");
        }
    }

    private static Markup Ways(Step step)
    {
        var skip = step switch
        {
            AskStep ask => ask.OnSkip,
            ChooseStep choose => choose.OnSkip,
            PickStep pick => pick.OnSkip,
            ScaleStep scale => scale.OnSkip,
            _ => null,
        };
        var next = step.Next is { } id ? Markup.Of($"<span>{(step is BranchStep ? "else" : "then")} {StepLink(id)}</span>") : Markup.Nothing;
        return Markup.Of($"""<p class="ways">{next}{(skip is null || skip == step.Next ? Markup.Nothing : Markup.Of($"<span>skipped {StepLink(skip)}</span>"))}</p>""");
    }

    private Markup Origins(Step step) => _from[step.Id].Any()
        ? Markup.Of($"""<p class="note">reached from {_from[step.Id].Select(id => Markup.Of($"""<a href="#{id}"><code>{id}</code></a> """))}</p>""")
        : Markup.Nothing;

    private static Markup StepLink(string id) => Markup.Of($"""<a class="to" href="#{id}">→ <code>{id}</code></a>""");

    private Markup FlowLink(string id) => Markup.Of($"""<a class="to" href="/flows/{id}">→ {(pack.Flows.TryGetValue(id, out var other) ? other.Title.In(language) : id)}</a> """);

    private static string Words(Condition when)
    {
        var parts = new List<string>();
        if (when.Flag is { } flag)
        {
            parts.Add($"“{flag}” is set");
        }

        if (when.Answer is { } answer)
        {
            parts.Add(when switch
            {
                { Any.IsDefaultOrEmpty: false } => $"{answer} has {string.Join(" or ", when.Any)}",
                { AtLeast: { } least } => $"{answer} is {least} or stronger",
                { Overlaps: { } other } => $"{answer} and {other} share a tick",
                { Given: false } => $"{answer} was skipped",
                _ => $"{answer} was given",
            });
        }

        return (when.Not ? "not: " : "") + string.Join(" and ", parts);
    }
}
