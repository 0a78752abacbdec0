using ReflectionBot.Core.Crisis;
using ReflectionBot.Core.Crisis.Screen;
using ReflectionBot.Core.Crisis.Screen.Likeness;

namespace ReflectionBot.Core.Tests.Crisis.Screen;

public sealed class LikenessTests
{
    private static readonly LikenessLimits Limits = new(Card: 2, Most: 1, Least: 0, Any: 0, WhenAsked: 1, WhenCard: 4, Ask: 2.5);
    private static readonly LearntLikeness Learnt = LearntLikeness.LoadBuiltIn();
    private static readonly Screening Asked = new(Tier.Ask, CrisisKinds.None, ["frame"]);
    private static readonly Screening Carded = new(Tier.Emergency, CrisisKinds.Suicide, ["frame"]);

    [Fact]
    public void What_is_much_like_an_example_of_danger_opens_a_Card_of_its_kind()
    {
        var seen = (new LikenessReading(SelfHarm: -2, Violence: 2.8, Any: 1) { Words = 10 }).With(Screening.Clear, Limits, whole: true);

        Assert.Equal((Tier.Card, CrisisKinds.PartnerViolence), (seen.Tier, seen.Kinds));
        Assert.Equal(["likeness.card"], seen.Rules);
    }

    [Fact]
    public void What_is_like_both_dangers_is_of_both_kinds()
    {
        var seen = (new LikenessReading(SelfHarm: 2.8, Violence: 0.5, Any: 1) { Words = 10 }).With(Screening.Clear, Limits, whole: true);

        Assert.Equal(CrisisKinds.Suicide | CrisisKinds.PartnerViolence, seen.Kinds);
    }

    [Fact]
    public void Where_the_frames_would_ask_less_likeness_is_enough()
    {
        var reading = new LikenessReading(SelfHarm: 1.5, Violence: -2, Any: 1.5) { Words = 10 };

        Assert.Equal(Tier.Card, reading.With(Asked, Limits, whole: true).Tier);
        Assert.Equal(Tier.None, reading.With(Screening.Clear, Limits, whole: true).Tier);
    }

    [Fact]
    public void Where_the_frames_saw_nothing_twice_the_odds_are_asked_for()
    {
        var enoughForRules = new LikenessReading(SelfHarm: 2.1, Violence: -2, Any: 1) { Words = 10 };

        Assert.Equal(Tier.None, enoughForRules.With(Screening.Clear, Limits, whole: true).Tier);
        Assert.Equal(Tier.Card, enoughForRules.With(Asked, Limits, whole: true).Tier);
    }

    [Fact]
    public void What_may_cost_a_life_at_once_is_doubted_less()
    {
        var reading = new LikenessReading(SelfHarm: -2.5, Violence: -3, Any: -1) { Words = 10 };

        Assert.Equal(Tier.Emergency, reading.With(Carded, Limits, whole: true).Tier);
        Assert.Equal(Tier.Ask, reading.With(Carded with { Tier = Tier.Card }, Limits, whole: true).Tier);
        Assert.Equal(Tier.Emergency, CrisisScreen.BuiltIn.Read("she has a knife and i am locked in").Tier);
    }

    [Fact]
    public void What_is_said_outright_or_in_a_few_words_is_not_doubted()
    {
        var unlike = LikenessReading.Nothing with { Words = LikenessReading.FewestForDoubt };
        var said = Carded with { Tier = Tier.Card };

        Assert.Equal(Tier.Ask, unlike.With(said, Limits, whole: true).Tier);
        Assert.Equal(Tier.Card, unlike.With(said with { Outright = true }, Limits, whole: true).Tier);
        Assert.Equal(Tier.Card, (unlike with { Words = LikenessReading.FewestForDoubt - 1 }).With(said, Limits, whole: true).Tier);
    }

    [Theory]
    [InlineData("I took my pills")]
    [InlineData("I took the tablets for my back")]
    [InlineData("ella está en la puerta del colegio")]
    [InlineData("no tengo motivos para enfadarme")]
    [InlineData("the film is violent")]
    [InlineData("I'm not afraid of him")]
    [InlineData("I'm scared of him leaving me")]
    [InlineData("I am afraid of her answer")]
    [InlineData("my girlfriend scares me lol")]
    [InlineData("my partner scares me with horror films")]
    [InlineData("I am scared of love")]
    [InlineData("tengo miedo de perderlo")]
    [InlineData("me da miedo quedarme sola")]
    [InlineData("me asusta mi propia reacción")]
    public void Fear_of_something_else_opens_none(string text) => Assert.True(CrisisScreen.BuiltIn.Read(text).Tier < Tier.Card);

    [Theory]
    [InlineData("cannot write this down")]
    public void Ordinary_sentences_that_are_like_no_example_open_no_Card(string text) =>
        Assert.True(CrisisScreen.BuiltIn.Read(text).Tier < Tier.Card);

    [Fact]
    public void What_is_like_any_example_is_asked_about()
    {
        var seen = (new LikenessReading(SelfHarm: 1, Violence: -1, Any: 2.6) { Words = 10 }).With(Screening.Clear, Limits, whole: true);

        Assert.Equal(Tier.Ask, seen.Tier);
        Assert.Equal(CrisisKinds.Suicide, seen.Kinds);
        Assert.Equal(["likeness.ask"], seen.Rules);
    }

    [Fact]
    public void Where_frames_and_examples_disagree_the_person_is_asked_and_never_left()
    {
        var unlike = (LikenessReading.Nothing with { Words = LikenessReading.FewestForDoubt }).With(Carded, Limits, whole: true);
        var likeEnough = (new LikenessReading(SelfHarm: -1.9, Violence: -3, Any: -1) { Words = 10 }).With(Carded, Limits, whole: true);

        Assert.Equal((Tier.Ask, CrisisKinds.Suicide), (unlike.Tier, unlike.Kinds));
        Assert.Contains("likeness.doubt", unlike.Rules);
        Assert.Equal(Carded, likeEnough);
        Assert.Equal(Asked, LikenessReading.Nothing.With(Asked, Limits, whole: true));
    }

    [Theory]
    [InlineData("M")]
    [InlineData("my mum")]
    [InlineData("ok")]
    public void Likeness_says_nothing_of_a_word_or_two(string text)
    {
        Assert.Equal(Tier.None, CrisisScreen.BuiltIn.Read(text).Tier);
        Assert.InRange(Read(text).Words, 0, LikenessReading.FewestForQuestion - 1);
    }

    [Fact]
    public void A_reading_that_broke_off_takes_nothing_back()
    {
        Assert.Equal(Carded, LikenessReading.Nothing.With(Carded, Limits, whole: false));
    }

    [Fact]
    public void A_statement_in_the_middle_of_a_long_message_is_seen()
    {
        var words = string.Join(' ', Enumerable.Repeat("we went to the market and bought bread and apples", 20));

        var alone = Read("i want to die, i want to kill myself tonight");
        var inside = Read($"{words}. i want to die, i want to kill myself tonight. {words}");

        Assert.True(alone.SelfHarm > 2, $"{alone}");
        Assert.True(inside.SelfHarm > Read(words).SelfHarm + 1, $"{inside}");
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
            var highest = LikenessReading.Nothing;
            for (var start = 0; start == 0 || start + 16 < words.Count; start += 32)
            {
                var end = Math.Min(start + 48, words.Count);
                var numbers = new HashSet<ulong>();
                for (var i = start; i < end; i++)
                {
                    var sink = new PlainSink(numbers, end - i);
                    Traits.At(words, i, ref sink);
                }

                var known = numbers.Select(Learnt.Weights.Find).Where(slot => slot >= 0).Select(slot => Learnt.Weights.At(slot)).ToList();
                highest = highest.Or(Learnt.Weigh(known.Sum(w => w.SelfHarm), known.Sum(w => w.Violence), known.Sum(w => w.Any), known.Count));
            }

            Assert.Equal(highest with { Words = words.Count }, Read(text));
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
    [InlineData("limits\t1\t1\nbias\t0\t0\t0\ntraits\t0\n")]
    [InlineData("limits\t1\t1\t0\t0\t1\t1\t1\nbias\t0\t0\ntraits\t0\n")]
    [InlineData("bias\t0\t0\t0\nlimits\t1\t1\t0\t0\t1\t1\t1\ntraits\t0\n")]
    [InlineData("limits\t1\t1\t0\t0\t1\t1\t1\nbias\t0\t0\t0\n")]
    [InlineData("limits\t1\t1\t0\t0\t1\t1\t1\nbias\t0\t0\t0\ntraits\t-1\n")]
    [InlineData("limits\t1\t1\t0\t0\t1\t1\t1\nbias\t0\t0\t0\ntraits\t9999999999999\n")]
    [InlineData("limits\t1\t1\t0\t0\t1\t1\t1\nbias\t0\t0\t0\ntraits\t2\nw word\t1\t0\t0\n")]
    [InlineData("limits\t1\t1\t0\t0\t1\t1\t1\nbias\t0\t0\t0\ntraits\t1\nw word\t1\t0\t0\nw other\t1\t0\t0\n")]
    [InlineData("limits\t1\t1\t0\t0\t1\t1\t1\nbias\t0\t0\t0\ntraits\t1\nw word\tmuch\t0\t0\n")]
    [InlineData("limits\t1\t1\t0\t0\t1\t1\t1\nbias\t0\t0\t0\ntraits\t1\nw word\t1\t0\n")]
    [InlineData("limits\t1\t1\t0\t0\t1\t1\t1\nbias\t0\t0\t0\ntraits\t1\nw word\t1\t0\t0\t0\n")]
    [InlineData("limits\t1\t1\t0\t0\t1\t1\t1\nbias\t0\t0\t0\ntraits\t1\nw word\t12.8\t0\t0\n")]
    [InlineData("limits\t1\t1\t0\t0\t1\t1\t1\nbias\t0\t0\t0\ntraits\t1\nw word\t1.25\t0\t0\n")]
    [InlineData("limits\t1\t1\t0\t0\t1\t1\t1\nbias\t0\t0\t0\ntraits\t1\nw word\t--1\t0\t0\n")]
    [InlineData("limits\t1\t1\t0\t0\t1\t1\t1\nbias\t0\t0\t0\ntraits\t1\nword\t1\t0\t0\n")]
    [InlineData("limits\t1\t1\t0\t0\t1\t1\t1\nbias\t0\t0\t0\ntraits\t2\nw word\t1\t0\t0\nw word\t1\t0\t0\n")]
    public void A_learnt_file_that_is_not_in_its_form_is_refused(string text)
    {
        using var reader = new StringReader(text);
        Assert.Throws<InvalidLexiconException>(() => LearntLikeness.Load(reader));
    }

    [Fact]
    public void Weights_are_read_to_the_tenth_however_long_the_lines_and_without_an_end_of_the_last()
    {
        var word = new string('a', 40_000);
        using var reader = new StringReader($"limits\t1\t1\t0\t0\t1\t1\t1\nbias\t-1.5\t0\t2\ntraits\t3\nw {word}\t-0.4\t12.7\t-12.8\nw b\t0\t1\t-3\nc abc\t0.1\t-10.9\t5");
        var learnt = LearntLikeness.Load(reader);

        Assert.Equal(new Weights(-4, 127, -128), learnt.Weights.At(learnt.Weights.Find(Traits.Number($"w {word}"))));
        Assert.Equal(new Weights(0, 10, -30), learnt.Weights.At(learnt.Weights.Find(Traits.Number("w b"))));
        Assert.Equal(new Weights(1, -109, 50), learnt.Weights.At(learnt.Weights.Find(Traits.Number("c abc"))));
        Assert.Equal(-1, learnt.Weights.Find(Traits.Number("w c")));
    }

    private static WorkBudget Plenty => new(CrisisScreen.WorkPerStretch);

    private static LikenessReading Read(string text) => new LikenessReader(Learnt).Read(Tokenizer.Cut(text), Plenty);

    private readonly record struct PlainSink(HashSet<ulong> Numbers, int Room) : ITraitSink
    {
        public void Take(ulong number, int reach, char kind, ReadOnlySpan<char> first, ReadOnlySpan<char> second, ReadOnlySpan<char> third)
        {
            if (reach < Room)
            {
                Numbers.Add(number);
            }
        }
    }
}
