using System.Collections.Immutable;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Flows;

namespace ReflectionBot.Core.Tests.Content;

public sealed class PackCompilerTests
{
    private const string EveryKind = """
        id: example
        theme: B2
        title: Every kind
        about: A flow with every kind of step.
        minutes: 8
        safe_after_card: true
        steps:
          opening:
            say: |
              Some things stay unsaid for weeks.
          unsaid:
            ask: What is one thing you have not said?
            skip_to: closing
          tone:
            choose: How has it felt, not saying it?
            options:
              heavy: {label: Heavy, set: [guarded]}
              safe: {label: Safer that way, next: closing}
              afraid: {label: I am afraid of their answer, help: violence}
            own_words: true
          ways:
            pick: Which of these do you know?
            options: {silence: Silence, walking: Walking off, work: Work}
          others:
            pick: And which do they know?
            options: {silence: Silence, walking: Walking off}
            max: 1
          loud:
            scale: How loud is it today?
            words: {quiet: Quiet, middling: Middling, loud: Loud}
          breathe:
            call: other
          fork:
            branch:
              - when: {answer: ways, any: [silence]}
                next: closing
              - {when: {answer: loud, at_least: middling}, next: closing}
              - {when: {answer: ways, overlaps: others}, next: closing}
              - when: {flag: guarded, not: true}
                next: keeping
          closing:
            recap:
              intro: "In your words:"
              lines:
                - "Unsaid: {unsaid}"
                - "{ways}; both: {ways & others}; only here: {ways - others}"
              outro: That is yours.
              empty: You kept this to yourself, and that is fine.
          keeping:
            keep: Shall I keep any of this?
          more:
            offer: Would you like to go on?
            flows: [other]
            reminder: true
          end:
            end:
        """;

    [Fact]
    public void Every_kind_of_step_becomes_what_its_author_wrote()
    {
        var compilation = PackCompiler.Compile(SamplePack.With(("flows/example/flow.yaml", EveryKind)));

        Assert.Empty(compilation.Problems);
        var flow = compilation.Pack!.Flows["example"];
        Assert.Equal("opening", flow.Start);
        Assert.Equal(12, flow.Order.Length);
        Assert.True(flow is { Minutes: 8, Gated: false, SafeAfterCard: true, Listed: true });
        Assert.Equal("Some things stay unsaid for weeks.", Assert.IsType<SayStep>(flow.Steps["opening"]).Text.In("en"));
        Assert.Equal(("tone", "closing"), (flow.Steps["unsaid"].Next, Assert.IsType<AskStep>(flow.Steps["unsaid"]).OnSkip));

        var tone = Assert.IsType<ChooseStep>(flow.Steps["tone"]);
        Assert.True(tone is { OwnWords: true, Gate: false, Next: "ways" });
        Assert.Equal(["heavy", "safe", "afraid"], tone.Options.Select(option => option.Key));
        Assert.Equal(["guarded"], tone.Options[0].Flags);
        Assert.Equal(("closing", HelpTopic.Violence), (tone.Options[1].Next, tone.Options[2].Help));

        Assert.Equal((3, 1), (Assert.IsType<PickStep>(flow.Steps["ways"]).Max, Assert.IsType<PickStep>(flow.Steps["others"]).Max));
        Assert.Equal(3, Assert.IsType<ScaleStep>(flow.Steps["loud"]).Options.Length);
        Assert.Equal("other", Assert.IsType<CallStep>(flow.Steps["breathe"]).FlowId);
        var fork = Assert.IsType<BranchStep>(flow.Steps["fork"]);
        Assert.Equal("closing", fork.Next);
        Assert.Equal(["silence"], fork.Branches[0].When.Any);
        Assert.True(fork.Branches[3].When is { Flag: "guarded", Not: true });
        Assert.Equal(2, Assert.IsType<RecapStep>(flow.Steps["closing"]).Lines.Length);
        Assert.False(Assert.IsType<KeepStep>(flow.Steps["keeping"]).ProposeNothing);
        Assert.True(Assert.IsType<OfferStep>(flow.Steps["more"]) is { Reminder: true, Help: false, Flows: ["other"] });
        Assert.True(Assert.IsType<EndStep>(flow.Steps["end"]) is { Text: null, Next: null });
    }

    [Fact]
    public void A_gated_flow_proposes_to_keep_nothing_unless_told()
    {
        var compilation = PackCompiler.Compile(SamplePack.With(("flows/example/flow.yaml", """
            gated: true
            steps:
              gate:
                choose: Are you ever afraid of them?
                gate: true
                options: {never: "No", often: {label: "Yes", help: violence}}
              keeping:
                keep: Shall I keep any of this?
              end:
                end: Take care.
            """)));

        Assert.Empty(compilation.Problems);
        Assert.True(Assert.IsType<KeepStep>(compilation.Pack!.Flows["example"].Steps["keeping"]).ProposeNothing);
    }

    [Fact]
    public void Texts_stand_beside_their_translations()
    {
        var flow = PackCompiler.Compile(SamplePack.With()).Pack!.Flows["example"];

        Assert.Equal(["en", "es"], flow.Languages);
        Assert.Equal(("An example", "Un ejemplo", "An example"), (flow.Title.In("en"), flow.Title.In("es"), flow.Title.In("fr")));
        Assert.Equal("Irse", Assert.IsType<ChooseStep>(flow.Steps["ways"]).Options[1].Label.In("es"));
    }

    [Fact]
    public void Flows_are_listed_by_theme_and_those_only_called_are_not()
    {
        var pack = PackCompiler.Compile(SamplePack.With(
            ("flows/late/flow.yaml", "theme: B10"),
            ("flows/early/flow.yaml", "theme: A2"),
            ("flows/called/flow.yaml", "listed: false"))).Pack!;

        Assert.Equal(["early", "example", "other", "late"], pack.FlowOrder);
        Assert.Contains("called", pack.Flows.Keys);
    }

    [Fact]
    public void A_revision_is_the_same_on_every_machine_and_another_after_any_change()
    {
        var files = SamplePack.With();
        var pack = PackCompiler.Compile(files).Pack!;
        var windows = PackCompiler.Compile(files.AsEnumerable().Reverse().Select(file =>
            new SourceFile(file.Path.Replace('/', '\\'), "\uFEFF" + file.Text.Replace("\n", "\r\n", StringComparison.Ordinal)))).Pack!;
        var changed = PackCompiler.Compile(SamplePack.With(("flows/example/es.yaml", "title: Otro ejemplo"))).Pack!;

        Assert.Matches("^[0-9a-f]{16}$", pack.Revision);
        Assert.Equal(pack.Revision, windows.Revision);
        Assert.Equal(pack.Flows["example"].Revision, windows.Flows["example"].Revision);
        Assert.NotEqual(pack.Revision, changed.Revision);
        Assert.NotEqual(pack.Flows["example"].Revision, changed.Flows["example"].Revision);
        Assert.Equal(pack.Flows["other"].Revision, changed.Flows["other"].Revision);
    }

    [Fact]
    public void An_earlier_revision_comes_back_from_its_stored_sources()
    {
        var former = PackCompiler.Compile(SamplePack.With()).Pack!;
        var old = former.Flows["example"];
        var pack = PackCompiler.Compile(SamplePack.With(("flows/example/flow.yaml", EveryKind))).Pack!.Succeeding(former);

        var again = PackCompiler.CompileFlow(pack.SourcesOf("example", old.Revision));

        Assert.Empty(again.Problems);
        Assert.Equal(old.Revision, again.Flow!.Revision);
        Assert.Equal(old.Order.AsEnumerable(), again.Flow.Order);
        Assert.True(pack.TryFlow("example", old.Revision, out _));
        Assert.Equal(ImmutableArray<SourceFile>.Empty, pack.SourcesOf("example", "0000000000000000"));
    }

    [Fact]
    public void A_rule_of_wording_that_came_later_does_not_stop_an_earlier_revision()
    {
        var files = SamplePack.With(("flows/example/flow.yaml", """
            steps:
              hello:
                ask: I promise this is quick. What is on your mind?
              breathe:
                call: gone
              end:
                end: Take care.
            """)).Where(file => file.Path == "flows/example/flow.yaml").ToList();

        Assert.NotNull(PackCompiler.CompileFlow(files).Flow);
        Assert.Null(PackCompiler.Compile(files).Pack);
    }

    [Fact]
    public void Nothing_to_compile_is_a_problem_too()
    {
        Assert.Null(PackCompiler.Compile([]).Pack);
        Assert.NotEmpty(PackCompiler.CompileFlow([]).Problems);
        Assert.Null(PackCompiler.CompileFlow([]).Flow);
    }

    [Fact]
    public void A_flag_set_by_a_called_flow_is_known_to_its_caller()
    {
        var compilation = PackCompiler.Compile(SamplePack.With(
            ("flows/example/flow.yaml", """
                steps:
                  breathe:
                    call: other
                  fork:
                    branch: [{when: {flag: calmer}, next: end}]
                  hello:
                    ask: What is on your mind?
                  end:
                    end: Take care.
                """),
            ("flows/other/flow.yaml", """
                steps:
                  ways:
                    choose: Calmer?
                    options: {more: {label: A little, set: [calmer]}, less: Not yet}
                  end:
                    end:
                """)));

        Assert.Empty(compilation.Problems);
    }
}
