using System.Collections.Immutable;
using ReflectionBot.Core.Content.Yaml;
using ReflectionBot.Core.Flows;

namespace ReflectionBot.Core.Content.Reading;

/// <summary>Turns the keys of one step into the step, keeping the place of everything that names something else.</summary>
internal sealed class StepFields(string id, string owner, Fields fields, FlowTexts texts, bool gated, ProblemList problems)
{
    private readonly List<Reference> _references = [];
    private readonly List<ConditionDraft> _conditions = [];
    private ImmutableArray<YamlText> _flowNames = [];
    private Mark _keepAt;
    private bool _unsure;

    public StepDraft Read(string kind)
    {
        Step step = kind switch
        {
            "say" => new SayStep(id, Text(kind, TextRole.Filled)),
            "ask" => new AskStep(id, Text(kind, TextRole.Filled)) { OnSkip = Target("skip_to") },
            "choose" => Choose(),
            "pick" => Pick(),
            "scale" => new ScaleStep(id, Text(kind, TextRole.Plain), Options("words", ContentLimits.MaxScaleWords)) { OnSkip = Target("skip_to") },
            "call" => Call(),
            "branch" => new BranchStep(id, Branches()),
            "recap" => Recap(),
            "keep" => Keep(),
            "offer" => Offer(),
            _ => new EndStep(id, fields.Find("end") is { Value: YamlText { IsNothing: true } } ? null : Text("end", TextRole.Plain)),
        };

        step = step is EndStep ? step : step with { Next = Target(step is BranchStep ? "else" : "next") };
        return new StepDraft(id, fields.At, step)
        {
            References = [.. _references],
            Conditions = [.. _conditions],
            FlowNames = _flowNames,
            KeepAt = _keepAt,
            Unsure = _unsure,
        };
    }

    private ChooseStep Choose() => new(id, Text("choose", TextRole.Filled), Options("options", ContentLimits.MaxOptions, leads: true))
    {
        OwnWords = fields.Flag("own_words") ?? false,
        Gate = fields.Flag("gate") ?? false,
        OnSkip = Target("skip_to"),
    };

    private PickStep Pick()
    {
        var options = Options("options", ContentLimits.MaxOptions);
        return new PickStep(id, Text("pick", TextRole.Plain), options)
        {
            Max = fields.Number("max", 1, Math.Max(1, options.Length)) ?? options.Length,
            OnSkip = Target("skip_to"),
        };
    }

    private CallStep Call()
    {
        var flow = fields.RequireWord("call");
        _flowNames = flow is null ? [] : [flow];
        return new CallStep(id, flow?.Text ?? "");
    }

    private KeepStep Keep()
    {
        var text = Text("keep", TextRole.Plain);
        var propose = fields.Word("propose");
        _keepAt = propose?.At ?? fields.At;
        if (propose is not null and not { Text: "nothing" or "all" })
        {
            problems.Report(
                ProblemCodes.WrongType,
                propose.At,
                $"'propose' of {owner} must be nothing or all, and is '{Names.Shown(propose.Text)}'.",
                Spelling.Hint(propose.Text, ["nothing", "all"]));
        }

        return new KeepStep(id, text) { ProposeNothing = propose is null ? gated : propose.Text != "all" };
    }

    private OfferStep Offer()
    {
        _flowNames = fields.Words("flows");
        var offer = new OfferStep(id, Text("offer", TextRole.Plain), [.. _flowNames.Select(name => name.Text)])
        {
            Reminder = fields.Flag("reminder") ?? false,
            Help = fields.Flag("help") ?? false,
        };
        if (offer.Flows.Length > ContentLimits.MaxOffers || (offer.Flows.IsEmpty && !offer.Reminder && !offer.Help))
        {
            problems.Report(ProblemCodes.OffersNothing, fields.At, $"The {owner} offers {(offer.Flows.IsEmpty ? "nothing" : $"{offer.Flows.Length} flows; at most {ContentLimits.MaxOffers} fit")}.");
        }

        return offer;
    }

    private RecapStep Recap()
    {
        var nothing = LocalText.Of("en", "");
        if (fields.Find("recap") is not { } entry || Fields.Of(entry.Value, entry.Key.At, $"recap of {owner}", problems) is not { } parts)
        {
            return new RecapStep(id, null, [], null, nothing);
        }

        var intro = parts.Find("intro") is { } first ? Part(first, TextRole.Recap) : null;
        var lines = parts.Require("lines") is { } list ? Lines(list) : [];
        var outro = parts.Find("outro") is { } last ? Part(last, TextRole.Recap) : null;
        var empty = parts.Require("empty") is { } none ? Part(none, TextRole.Plain) : nothing;
        parts.Finish();
        return new RecapStep(id, intro, lines, outro, empty);

        LocalText Part(YamlEntry part, TextRole role) =>
            texts.Read(part, role, owner, id, "steps", id, "recap", part.Key.Text);
    }

    private ImmutableArray<LocalText> Lines(YamlEntry entry)
    {
        if (entry.Value is not YamlList list)
        {
            problems.Report(ProblemCodes.WrongType, entry.Key.At, $"'lines' of {owner} must be a list, and is {entry.Value.Kind}.");
            return [];
        }

        if (list.Items.Length is < 1 or > ContentLimits.MaxRecapLines)
        {
            problems.Report(ProblemCodes.OptionCount, entry.Key.At, $"The recap of {owner} has {list.Items.Length} lines; it must be 1 to {ContentLimits.MaxRecapLines}.");
        }

        return [.. list.Items.Select((line, index) =>
            texts.Read(new YamlEntry(new YamlText(line.At, "line", Quoted: false), line), TextRole.Recap, owner, id, "steps", id, "recap", "lines", $"{index + 1}"))];
    }

    private ImmutableArray<Branch> Branches()
    {
        if (fields.Find("branch") is not { Value: YamlList list } entry)
        {
            var given = fields.Find("branch")!;
            problems.Report(ProblemCodes.WrongType, given.Key.At, $"'branch' of {owner} must be a list, and is {given.Value.Kind}.");
            _unsure = true;
            return [];
        }

        if (list.Items.IsEmpty)
        {
            problems.Report(ProblemCodes.Missing, entry.Key.At, $"The branch of {owner} has no conditions.");
        }

        ImmutableArray<Branch> branches = [.. list.Items.Select(Branch).OfType<Branch>()];
        _unsure |= branches.Length < list.Items.Length;
        return branches;
    }

    private Branch? Branch(YamlValue item)
    {
        if (Fields.Of(item, item.At, $"branch of {owner}", problems) is not { } parts)
        {
            return null;
        }

        var condition = parts.Require("when") is { } when ? ConditionReader.Read(when, owner, problems) : null;
        var next = parts.RequireWord("next");
        parts.Finish();
        if (next is not null)
        {
            _references.Add(new Reference("next of a branch", next));
        }

        if (condition is not null)
        {
            _conditions.Add(condition);
        }

        // A condition that could not be read still leads where it says.
        return next is null ? null : new Branch(condition?.Condition ?? new Condition(), next.Text);
    }

    private ImmutableArray<FlowOption> Options(string key, int most, bool leads = false)
    {
        var options = new OptionReader(texts, problems).Read(fields, key, id, most, leads, _references);
        _unsure |= options.IsEmpty;
        return options;
    }

    private LocalText Text(string key, TextRole role) =>
        texts.Read(fields.Require(key), role, owner, id, "steps", id, key);

    private string? Target(string key)
    {
        if (fields.Word(key) is not { } target)
        {
            return null;
        }

        _references.Add(new Reference(key, target));
        return target.Text;
    }
}
