using System.Globalization;
using ReflectionBot.Core.Crisis;
using ReflectionBot.Core.Crisis.Screen;

namespace ReflectionBot.Core.Tests.Crisis.Screen;

/// <summary>Somebody in danger types what their hands can: two, three, four words.</summary>
public sealed class FewWordsTests
{
    /// <summary>The least tier of each cry, and 0 for everyday sentences with the same words.</summary>
    private static readonly (Tier Tier, string Text)[] Said =
    [
        .. Lines("few-words.tsv")
            .Select(line => line.Split('\t'))
            .Select(cells => ((Tier)int.Parse(cells[0], CultureInfo.InvariantCulture), cells[1])),
    ];

    [Fact]
    public void A_cry_of_a_few_words_reaches_its_tier() => Assert.DoesNotContain(Cries(), cry => CrisisScreen.BuiltIn.Read(cry.Text).Tier < cry.Tier);

    [Theory]
    [InlineData("en", "{0} please")]
    [InlineData("en", "omg {0} help")]
    [InlineData("en", "{0}. hurry")]
    [InlineData("es", "por favor {0}")]
    [InlineData("es", "{0} ayuda")]
    [InlineData("es", "{0}. rápido")]
    public void What_is_added_in_fear_hides_nothing(string language, string cry)
    {
        var missed = Cries()
            .Where(said => CrisisScreen.BuiltIn.Read(said.Text) is { } seen && seen.Language == language && IsCry(seen))
            .Select(said => (said.Tier, Text: string.Format(CultureInfo.InvariantCulture, cry, said.Text)))
            .Where(said => CrisisScreen.BuiltIn.Read(said.Text).Tier < said.Tier)
            .ToList();

        Assert.Empty(missed);
    }

    [Fact]
    public void Everyday_sentences_with_the_same_words_are_no_cry() =>
        Assert.DoesNotContain(Said, said => said.Tier == Tier.None && IsCry(CrisisScreen.BuiltIn.Read(said.Text)));

    /// <summary>Every talk ends, and nobody who says good night should be asked whether they want to die. Nothing was learnt from these.</summary>
    [Fact]
    public void Of_sixty_who_take_their_leave_two_are_asked_at_most()
    {
        var leaving = Lines("leave-takings.tsv").ToList();

        var asked = leaving.Where(text => CrisisScreen.BuiltIn.Read(text).Tier > Tier.None).ToList();

        Assert.Equal(60, leaving.Count);
        Assert.True(asked.Count <= 2, string.Join(" | ", asked));
    }

    private static IEnumerable<string> Lines(string file) => File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Crisis", "Screen", file));

    private static bool IsCry(Screening seen) => seen.Rules.Any(rule => rule.StartsWith("few.", StringComparison.Ordinal));

    private static List<(Tier Tier, string Text)> Cries()
    {
        var cries = Said.Where(said => said.Tier > Tier.None).ToList();
        Assert.NotEmpty(cries);
        return cries;
    }
}
