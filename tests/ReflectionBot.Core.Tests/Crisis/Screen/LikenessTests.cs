using ReflectionBot.Core.Crisis;
using ReflectionBot.Core.Crisis.Screen;
using ReflectionBot.Core.Crisis.Screen.Likeness;

namespace ReflectionBot.Core.Tests.Crisis.Screen;

public sealed class LikenessTests
{
    private static readonly LikenessLimits Limits = new(Card: 0.9, CardWhenAsked: 0.7, Ask: 0.95, Doubt: 0.1);
    private static readonly LearntLikeness Learnt = LearntLikeness.LoadBuiltIn();
    private static readonly Screening Asked = new(Tier.Ask, CrisisKinds.None, ["frame"]);
    private static readonly Screening Carded = new(Tier.Emergency, CrisisKinds.Suicide, ["frame"]);

    [Fact]
    public void What_is_much_like_an_example_of_danger_opens_a_Card_of_its_kind()
    {
        var seen = new LikenessReading(SelfHarm: 0.2, Violence: 0.95, Any: 0.9).With(Screening.Clear, Limits);

        Assert.Equal((Tier.Card, CrisisKinds.PartnerViolence), (seen.Tier, seen.Kinds));
        Assert.Equal(["likeness.card"], seen.Rules);
    }

    [Fact]
    public void Where_the_frames_would_ask_less_likeness_is_enough()
    {
        var reading = new LikenessReading(SelfHarm: 0.8, Violence: 0, Any: 0.8);

        Assert.Equal(Tier.Card, reading.With(Asked, Limits).Tier);
        Assert.Equal(Tier.None, reading.With(Screening.Clear, Limits).Tier);
    }

    [Fact]
    public void What_is_like_any_example_is_asked_about()
    {
        Assert.Equal(Tier.Ask, new LikenessReading(SelfHarm: 0.5, Violence: 0.1, Any: 0.97).With(Screening.Clear, Limits).Tier);
    }

    [Fact]
    public void Doubt_never_makes_nothing_of_what_the_frames_saw()
    {
        var seen = default(LikenessReading).With(Carded, Limits);

        Assert.Equal(Tier.Ask, seen.Tier);
        Assert.Equal(CrisisKinds.Suicide, seen.Kinds);
        Assert.Equal(Asked, default(LikenessReading).With(Asked, Limits));
    }

    [Fact]
    public void A_statement_in_the_middle_of_a_long_message_is_seen()
    {
        var words = string.Join(' ', Enumerable.Repeat("we went to the market and bought bread and apples", 20));

        var alone = Read("i want to die, i want to kill myself tonight");
        var inside = Read($"{words}. i want to die, i want to kill myself tonight. {words}");

        Assert.True(alone.SelfHarm > 0.9, $"{alone}");
        Assert.True(inside.SelfHarm > Read(words).SelfHarm + 0.2, $"{inside}");
    }

    [Fact]
    public void A_reading_does_not_depend_on_what_was_read_before()
    {
        var reader = new LikenessReader(Learnt);
        var texts = DevCases.All.Select(c => Tokenizer.Cut(c.Text)).ToList();

        var first = texts.Select(text => reader.Read(text, Plenty)).ToList();

        Assert.Equal(first.AsEnumerable().Reverse(), texts.AsEnumerable().Reverse().Select(text => reader.Read(text, Plenty)));
    }

    /// <summary>The table and its windows against the plain rule: every known trait of the words once, over the root of their number.</summary>
    [Fact]
    public void What_is_added_up_is_every_known_trait_once()
    {
        foreach (var text in DevCases.All.Select(c => c.Text))
        {
            var words = new List<TraitWord>();
            Traits.Words(Tokenizer.Cut(text), words);
            var highest = default(LikenessReading);
            for (var start = 0; start == 0 || start + 16 < words.Count; start += 32)
            {
                var seen = new PlainSink([]);
                var window = words.Skip(start).Take(48).ToList();
                for (var i = 0; i < window.Count; i++)
                {
                    Traits.At(window, i, ref seen);
                }

                var known = seen.Numbers.Select(Learnt.Weights.Find).Where(slot => slot >= 0).Select(slot => Learnt.Weights.At(slot)).ToList();
                highest = highest.Or(Learnt.Weigh(known.Sum(w => w.SelfHarm), known.Sum(w => w.Violence), known.Sum(w => w.Any), known.Count));
            }

            Assert.Equal(highest, Read(text));
        }
    }

    [Fact]
    public void A_comparison_that_costs_too_much_is_asked_about()
    {
        Assert.Throws<BudgetExhaustedException>(() => new LikenessReader(Learnt).Read(Tokenizer.Cut("we talked about the new kitchen"), new WorkBudget(50)));
        Assert.Equal(Tier.Ask, CrisisScreen.BuiltIn.Read("we talked about the new kitchen", 50, out _).Tier);
    }

    [Theory]
    [InlineData("")]
    [InlineData("limits\t0.9\t0.7\t0.9\t0.1\nbias\t0\t0\n")]
    [InlineData("limits\t0.9\t0.7\t0.9\t0.1\nbias\t0\t0\t0\nw word\tmuch\t0\t0\n")]
    [InlineData("limits\t0.9\t0.7\t0.9\t0.1\nbias\t0\t0\t0\nword\t1\t0\t0\n")]
    [InlineData("limits\t0.9\t0.7\t0.9\t0.1\nbias\t0\t0\t0\nw word\t1\t0\t0\nw word\t1\t0\t0\n")]
    public void A_learnt_file_that_is_not_in_its_form_is_refused(string text)
    {
        using var reader = new StringReader(text);
        Assert.Throws<InvalidLexiconException>(() => LearntLikeness.Load(reader));
    }

    private static WorkBudget Plenty => new(CrisisScreen.WorkPerStretch);

    private static LikenessReading Read(string text) => new LikenessReader(Learnt).Read(Tokenizer.Cut(text), Plenty);

    private readonly record struct PlainSink(HashSet<ulong> Numbers) : ITraitSink
    {
        public void Take(ulong number, int reach, char kind, ReadOnlySpan<char> first, ReadOnlySpan<char> second, ReadOnlySpan<char> third) => Numbers.Add(number);
    }
}
