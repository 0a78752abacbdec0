using ReflectionBot.Core.Crisis.Screen;

namespace ReflectionBot.Core.Tests.Crisis.Screen;

public sealed class LexiconTests
{
    private const string Sets = """
        sets:
          negators: not
          far_negators: never said
          shields: not even
          negation_stops: but
          far_negation_stops: but
        """;

    private const string Head = """
        language: xx
        version: "1"
        date: "2026-11-22"
        reviewed_by: nobody
        """;

    public static TheoryData<string> Groups =>
        [.. CrisisScreen.Frames.Lexicons.SelectMany(l => l.Frames).Select(f => f.Group).Distinct(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Groups))]
    public void Every_group_of_rules_is_missed_when_it_is_gone(string group)
    {
        var without = LexiconStore.Load([group]);

        Assert.Contains(DevCases.All, c => c.Severity > 0 && without.Read(c.Text) is var read && Loses(c, read));

        static bool Loses(DevCase c, ReflectionBot.Core.Crisis.Screening read)
        {
            var whole = CrisisScreen.Frames.Read(c.Text);
            return read.Tier < whole.Tier || read.Kinds != whole.Kinds || read.Minor != whole.Minor || read.Perpetrator != whole.Perpetrator
                || read.ThirdPerson != whole.ThirdPerson || read.Monitored != whole.Monitored;
        }
    }

    [Fact]
    public void Every_fault_of_a_lexicon_is_listed_with_its_line()
    {
        const string broken = $$"""
            {{Head}}
            surprise: yes
            {{Sets}}
              loop: "@loop"
            contexts:
              somewhere:
                reach: galaxy
                any: |
                  here
            frames:
              - id: one
                group: g
                tier: 7
                kinds: [sadness]
                unless: [nowhere]
                any: |
                  word @missing
                  (open
                  ..5
              - id: one
                group: g
                tier: 1
                flags: [loud]
                any: |
                  Shout
            """;
        var faults = new List<string>();

        var lexicon = LexiconCompiler.Compile("xx.yaml", new StringReader(broken), faults);

        Assert.Null(lexicon);
        Assert.All(faults, f => Assert.Matches(@"^xx\.yaml:\d+: ", f));
        foreach (var word in new[] { "surprise", "loop", "reach", "7", "sadness", "nowhere", "missing", "'('", "two frames", "loud", "Shout" })
        {
            Assert.Contains(faults, f => f.Contains(word, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_lexicon_that_is_not_YAML_or_lacks_its_parts_is_a_fault()
    {
        var faults = new List<string>();

        Assert.Null(LexiconCompiler.Compile("a.yaml", new StringReader("{"), faults));
        Assert.Null(LexiconCompiler.Compile("b.yaml", new StringReader("language: xx"), faults));
        Assert.Contains(faults, f => f.StartsWith("a.yaml:", StringComparison.Ordinal));
        Assert.Contains(faults, f => f.Contains("'negators' is missing", StringComparison.Ordinal));
        Assert.Contains(faults, f => f.Contains("'frames'", StringComparison.Ordinal));
    }

    [Fact]
    public void Each_lexicon_says_who_reviewed_it()
    {
        Assert.Equal(["en", "es"], CrisisScreen.Frames.Languages);
        Assert.All(CrisisScreen.Frames.Credits, c => Assert.NotEmpty(c.ReviewedBy));
    }

    [Fact]
    public void A_small_lexicon_reads_gaps_choices_options_places_and_refusals()
    {
        const string small = $$"""
            {{Head}}
            {{Sets}}
            frames:
              - id: f
                group: g
                tier: 2
                kinds: [urgent]
                any: |
                  ^ red ..2 (blue|dark green) !sky very? end $
            """;
        var lexicon = LexiconCompiler.Compile("xx.yaml", new StringReader(small), []);
        var screen = new CrisisScreen([lexicon!]);

        Assert.NotEmpty(screen.Read("red one two dark green end").Rules);
        Assert.NotEmpty(screen.Read("yes, red blue very end").Rules);
        Assert.Empty(screen.Read("red one two three blue end").Rules);
        Assert.Empty(screen.Read("red blue sky end").Rules);
        Assert.Empty(screen.Read("so red blue end").Rules);
        Assert.Empty(screen.Read("red, blue end").Rules);
    }
}
