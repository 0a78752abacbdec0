using FsCheck;
using FsCheck.Fluent;
using ReflectionBot.Core.Crisis;
using ReflectionBot.Core.Crisis.Screen;

namespace ReflectionBot.Core.Tests.Crisis.Screen;

public sealed class RobustnessTests
{
    private const string Filler = "we walked along the canal and talked about her sister and the new kitchen. ";

    [Fact]
    public void No_text_makes_it_throw_or_change_its_mind()
    {
        Prop.ForAll<string?>(text =>
        {
            var once = CrisisScreen.BuiltIn.Read(text ?? string.Empty);
            var again = CrisisScreen.BuiltIn.Read(text ?? string.Empty);
            return once.Tier == again.Tier && once.Rules.SequenceEqual(again.Rules, StringComparer.Ordinal);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Fact]
    public void Lone_surrogates_and_controls_hide_nothing()
    {
        Assert.True(CrisisScreen.BuiltIn.Read("\uD83D i want to die \uDC00\0").Tier >= Tier.Card);
        Assert.True(CrisisScreen.BuiltIn.Read("i wa\u200Bnt to d\u00ADie").Tier >= Tier.Card);
        Assert.True(CrisisScreen.BuiltIn.Read("i w\u0430nt t\u043E di\u0435").Tier >= Tier.Card);
    }

    [Fact]
    public void A_hundred_kilobytes_are_read_to_the_end()
    {
        var text = string.Concat(Enumerable.Repeat(Filler, 1400)) + "i want to kill myself";

        Assert.True(text.Length > 100_000);
        Assert.True(CrisisScreen.BuiltIn.Read(text).Tier >= Tier.Card);
    }

    [Fact]
    public void A_statement_is_found_wherever_it_stands()
    {
        for (var lead = 0; lead < 120; lead++)
        {
            var text = string.Concat(Enumerable.Repeat("well ", lead)) + "i want to kill myself. " + Filler;

            Assert.True(CrisisScreen.BuiltIn.Read(text).Tier >= Tier.Card, $"after {lead} words");
        }
    }

    [Fact]
    public void A_statement_across_the_edge_of_two_stretches_is_found()
    {
        for (var before = CrisisScreen.Stretch - 40; before < CrisisScreen.Stretch + 10; before += 3)
        {
            var text = new string('a', 1) + string.Concat(Enumerable.Repeat(" b", before / 2)) + ". he choked me last night and i could not breathe";

            Assert.True(CrisisScreen.BuiltIn.Read(text).Tier >= Tier.Card, $"at {before}");
        }
    }

    [Fact]
    public void A_text_that_is_too_long_or_costs_too_much_is_asked_about()
    {
        Assert.Equal(Tier.Ask, CrisisScreen.BuiltIn.Read(new string('x', CrisisScreen.LongestText + 1)).Tier);
        Assert.Equal(Tier.Ask, CrisisScreen.BuiltIn.Read(Filler, 10, out _).Tier);
        Assert.Contains("fault", CrisisScreen.BuiltIn.Read(Filler, 10, out _).Rules);
    }

    [Fact]
    public void Dense_text_stays_within_the_work_allowed()
    {
        var dense = string.Join(' ', DevCases.All.Select(c => c.Text));
        for (var start = 0; start + CrisisScreen.Stretch <= dense.Length; start += CrisisScreen.Stretch)
        {
            CrisisScreen.BuiltIn.Read(dense.Substring(start, CrisisScreen.Stretch), CrisisScreen.WorkPerStretch, out var work);

            Assert.True(work < CrisisScreen.WorkPerStretch / 2, $"{work}");
        }
    }
}
