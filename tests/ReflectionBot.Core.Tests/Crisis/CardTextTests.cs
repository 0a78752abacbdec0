using System.Text.RegularExpressions;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Crisis;
using ReflectionBot.Core.Crisis.Cards;
using ReflectionBot.Core.Crisis.Directory;

namespace ReflectionBot.Core.Tests.Crisis;

public class CardTextTests
{
    private static string English => CrisisContentText.Of("crisis/cards/en.yaml");
    private static string Spanish => CrisisContentText.Of("crisis/cards/es.yaml");

    private static IReadOnlyList<string> FaultsOf(string english, string spanish) =>
        Assert.Throws<CrisisContentException>(() => CardTextsLoader.Load(
            new Dictionary<string, string> { ["crisis/cards/en.yaml"] = english, ["crisis/cards/es.yaml"] = spanish }, HelpDirectory.BuiltIn)).Faults;

    [Fact]
    public void Spanish_is_as_complete_as_english()
    {
        var (english, spanish) = (CardWriter.BuiltIn.Languages["en"], CardWriter.BuiltIn.Languages["es"]);
        Assert.Equal(english.Texts.Keys.Order(StringComparer.Ordinal), spanish.Texts.Keys.Order(StringComparer.Ordinal));
        var same = english.Texts.Where(text => spanish.Texts[text.Key] == text.Value && !text.Key.StartsWith("countries.", StringComparison.Ordinal)).Select(text => text.Key);
        Assert.Equal(
            ["emergency.all", "for.lgbtq", "question.no", "regions.europe", "ways.web", "ways.whatsapp"],
            same.Where(key => key != "regions.europe").Append("regions.europe").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_deleted_text_in_any_language_stops_the_start()
    {
        foreach (var key in CardKeys.All(HelpDirectory.BuiltIn).Where(key => key.StartsWith("cards.", StringComparison.Ordinal) && key.EndsWith(".warm", StringComparison.Ordinal)))
        {
            var name = key.Split('.')[1];
            var cut = new Regex($@"\n  {name}:\n    warm: .*\n    now: .*");
            Assert.Contains(FaultsOf(cut.Replace(English, "", 1), Spanish), fault => fault.Contains($"crisis/cards/en.yaml: no text '{key}'", StringComparison.Ordinal));
            Assert.Contains(FaultsOf(English, cut.Replace(Spanish, "", 1)), fault => fault.Contains($"crisis/cards/es.yaml: no text '{key}'", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Without_english_nothing_starts() =>
        Assert.Contains("no usable English", string.Join('\n', Assert.Throws<CrisisContentException>(() => CardTextsLoader.Load([], HelpDirectory.BuiltIn)).Faults), StringComparison.Ordinal);

    [Fact]
    public void A_lost_placeholder_is_a_fault() =>
        Assert.Contains("other placeholders", string.Join('\n', FaultsOf(English, Spanish.Replace("llama al {number}", "llama", StringComparison.Ordinal))), StringComparison.Ordinal);

    [Fact]
    public void A_misspelt_key_and_a_missing_word_list_are_faults()
    {
        var faults = FaultsOf(English.Replace("first-line:", "first-lime:", StringComparison.Ordinal), Spanish.Replace("no-words:", "no-wards:", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.Contains("'first-lime' is not a text", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.Contains("no text 'first-line'", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.Contains("no words 'question.no-words'", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.Contains("'question.no-wards' is not a list", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("you're not going to|you are not going to|you won't|no vas a|no lo vas a hacer", "leading")]
    [InlineData("i promise|will be (fine|ok|okay|alright)|everything will|it gets better|te prometo|todo (va a|irá|saldrá)|vas a estar bien", "promises")]
    [InlineData(@"\b(depress|bipolar|disorder|diagnos|narcissis|toxic|victim|abuser|depresi|trastorno|víctima|maltratador|tóxic)", "diagnosis and labels")]
    [InlineData("others have it worse|other people have|at least you|many people have it|peor que tú|al menos", "comparison")]
    [InlineData(@"\b(pills?|overdos|rope|noose|bridge|blade|razor|gun|knife|poison|hang(ed|ing)?|pastillas|sobredosis|cuerda|soga|puente|cuchill|pistola|veneno|ahorca)", "methods and places")]
    [InlineData(@"\b(i('m| am) (a human|a person|a counsellor|watching|monitoring)|i('ll| will) (watch|check on|keep an eye)|soy una persona|te vigil|te cuido)", "posing as human or as watching")]
    [InlineData(@"\b(leave (him|her|them)|break up|confront|stand up to|delete (your|the) (history|messages|chat)|clear your|déjal[oa]|enfr[eé]nta|borra (tu|el|los))", "leaving, confronting, clearing traces")]
    [InlineData(@"\b(communicat|couples|compromise|forgiv|understand (him|her|them)|empath|comunica|pareja|perdon|empat)", "couples work after violence")]
    [InlineData(@"!|¡|\bjust\b|streak|badge|racha|🙂|❤", "jokes and decoration")]
    public void What_must_never_be_said_is_not_said(string pattern, string what)
    {
        foreach (var (language, key, text) in EveryCard.Texts().Where(text => !text.Key.StartsWith("countries.", StringComparison.Ordinal)))
        {
            Assert.False(Regex.IsMatch(text, pattern, RegexOptions.IgnoreCase), $"{what}: {language} {key}: {text}");
        }
    }

    [Fact]
    public void Sentences_that_a_person_reads_first_are_plain_and_short() =>
        Assert.All(
            EveryCard.Texts().Where(text => text.Key.StartsWith("cards.", StringComparison.Ordinal)),
            text => Assert.InRange(text.Text.Length, 10, 150));

    [Fact]
    public void Yes_and_no_words_never_overlap()
    {
        foreach (var texts in CardWriter.BuiltIn.Languages.Values)
        {
            Assert.Empty(texts.Words["question.yes-words"].Intersect(texts.Words["question.no-words"]));
            Assert.All(texts.Words.Values.SelectMany(words => words), word => Assert.Equal(CommandWords.Normalise(word), word));
        }
    }
}
