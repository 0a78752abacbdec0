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
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Crisis", "Screen", "few-words.tsv"))
            .Select(line => line.Split('\t'))
            .Select(cells => ((Tier)int.Parse(cells[0], CultureInfo.InvariantCulture), cells[1])),
    ];

    [Fact]
    public void A_cry_of_a_few_words_reaches_its_tier() => Assert.DoesNotContain(Cries(), cry => CrisisScreen.BuiltIn.Read(cry.Text).Tier < cry.Tier);

    [Theory]
    [InlineData("{0} please")]
    [InlineData("omg {0} help")]
    [InlineData("{0}. hurry")]
    [InlineData("por favor {0}")]
    [InlineData("{0} ayuda")]
    [InlineData("{0}. rápido")]
    public void What_is_added_in_fear_hides_nothing(string cry)
    {
        var spanish = cry.Contains("por favor", StringComparison.Ordinal) || cry.Contains("ayuda", StringComparison.Ordinal) || cry.Contains("rápido", StringComparison.Ordinal);

        var missed = Cries()
            .Where(said => CrisisScreen.BuiltIn.Read(said.Text) is { } seen && seen.Language == (spanish ? "es" : "en") && IsCry(seen))
            .Select(said => (said.Tier, Text: string.Format(CultureInfo.InvariantCulture, cry, said.Text)))
            .Where(said => CrisisScreen.BuiltIn.Read(said.Text).Tier < said.Tier)
            .ToList();

        Assert.Empty(missed);
    }

    [Fact]
    public void Everyday_sentences_with_the_same_words_are_no_cry() =>
        Assert.DoesNotContain(Said, said => said.Tier == Tier.None && IsCry(CrisisScreen.BuiltIn.Read(said.Text)));

    private static bool IsCry(Screening seen) => seen.Rules.Any(rule => rule.StartsWith("few.", StringComparison.Ordinal));

    private static List<(Tier Tier, string Text)> Cries()
    {
        var cries = Said.Where(said => said.Tier > Tier.None).ToList();
        Assert.NotEmpty(cries);
        return cries;
    }
}
