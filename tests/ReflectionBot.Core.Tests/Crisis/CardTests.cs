using System.Text.RegularExpressions;
using ReflectionBot.Core.Crisis;
using ReflectionBot.Core.Crisis.Cards;
using ReflectionBot.Core.Crisis.Directory;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Tests.Crisis;

public class CardTests(ITestOutputHelper output)
{
    private static readonly CardWriter Writer = CardWriter.BuiltIn;

    private static Screening Seen(Tier tier, CrisisKinds kinds) => new(tier, kinds, ["x"]);

    [Theory]
    [InlineData(Tier.None, false)]
    [InlineData(Tier.Ask, false)]
    [InlineData(Tier.Card, false)]
    [InlineData(Tier.Emergency, false)]
    [InlineData(Tier.Card, true)]
    [InlineData(Tier.Emergency, true)]
    public void There_is_never_silence(Tier tier, bool repeat)
    {
        foreach (var kinds in Enumerable.Range(0, 1024))
        {
            var reply = Writer.For(Seen(tier, (CrisisKinds)kinds), repeat: repeat);
            Assert.NotEmpty(reply.Text);
            Assert.NotEmpty(reply.Options);
            Assert.Equal(Urgency.Help, reply.Urgency);
        }
    }

    [Fact]
    public void The_first_line_of_a_card_gives_nothing_away()
    {
        var first = EveryCard.All().Select(all => (all.Language, Line: all.Card.Text.Split('\n')[0])).Distinct().ToList();
        Assert.Equal(EveryCard.Languages.Count(), first.Count);
        Assert.All(first, line => Assert.DoesNotMatch(@"(?i)\d|help|ayuda|crisis|suic|kill|matar|violen|abus|emerg|safe|segur", line.Line));
    }

    [Fact]
    public void A_card_says_what_the_bot_is_and_ends_with_the_still_here_line()
    {
        var (count, shortened) = (0, 0);
        foreach (var (_, _, language, _, card) in EveryCard.All())
        {
            var texts = Writer.In(language);
            var whole = $"{texts.Text("bot")} {texts.Text("here")}";
            Assert.Contains(card.Text.Split('\n')[^1], new[] { whole, texts.Text("close-short") });
            shortened += card.Text.EndsWith(texts.Text("close-short"), StringComparison.Ordinal) ? 1 : 0;
            count++;
        }

        output.WriteLine($"{shortened} of {count} Cards say it in the shorter form for want of room");
        Assert.True(shortened < count / 10);
    }

    [Fact]
    public void At_tier_three_the_emergency_number_comes_first()
    {
        foreach (var (subject, country, language, _, card) in EveryCard.All().Where(all => all.Subject.Tier == Tier.Emergency))
        {
            var number = Writer.Directory.EmergencyIn(country) is { } known ? known.All ?? known.Police ?? known.Ambulance! : "112";
            var second = card.Text.Split('\n')[1];
            Assert.True(Regex.IsMatch(second, @"\d"), $"{subject.Code} {country} {language}");
            if (Writer.Directory.EmergencyIn(country) is null or { All: not null })
            {
                Assert.Contains(number, second, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Every_card_of_tier_two_names_an_emergency_way_too() =>
        Assert.All(
            EveryCard.All().Where(all => all.Subject.Tier == Tier.Card && all.Country is null),
            all => Assert.Contains("112", all.Card.Text, StringComparison.Ordinal));

    [Fact]
    public void A_card_shows_at_most_three_services()
    {
        foreach (var (_, _, _, _, card) in EveryCard.All())
        {
            Assert.InRange(card.Text.Split('\n').Count(line => line.StartsWith('•')), 0, HelpDirectory.MaxAtOnce);
        }
    }

    [Fact]
    public void A_card_never_shows_half_of_a_pair()
    {
        var pairs = Writer.Directory.Services.Where(s => s.Pair is not null).Select(s => (One: s.Name, Other: Writer.Directory.Services.Single(o => o.Id == s.Pair).Name)).ToList();
        Assert.NotEmpty(pairs);
        var shown = 0;
        IEnumerable<Reply> replies = EveryCard.All().Select(all => all.Card);
        replies = replies.Concat(
            from subject in EveryCard.Subjects()
            from country in new[] { "NZ", "GB", "DE" }
            from page in Enumerable.Range(0, 4)
            from reply in new[] { Writer.More(subject, country, "en", page), Writer.Repeat(subject, country, "en") }
            select reply);
        foreach (var text in replies.Select(reply => reply.Text))
        {
            foreach (var (one, other) in pairs)
            {
                if (text.Contains($"• {one}", StringComparison.Ordinal) || text.Contains($"{one},", StringComparison.Ordinal))
                {
                    shown++;
                    Assert.Contains(other, text, StringComparison.Ordinal);
                }
            }
        }

        output.WriteLine($"{shown} times a pair was shown, always whole");
    }

    [Fact]
    public void Without_a_chosen_country_no_number_of_any_country_is_shown()
    {
        var own = Writer.Directory.Services.SelectMany(s => new[] { s.Phone, s.Sms?.To, s.WhatsApp })
            .Concat(Writer.Directory.EmergencyNumbers.SelectMany(e => new[] { e.All, e.Police, e.Ambulance, e.Text }))
            .OfType<string>().Where(number => number != "112").ToHashSet();
        foreach (var (_, _, _, _, card) in EveryCard.All().Where(all => all.Country is null or "XX"))
        {
            var numbers = Regex.Matches(card.Text, @"[+\d][\d ()-]+\d").Select(m => m.Value).ToList();
            Assert.All(numbers, number => Assert.Equal("112", number));
            Assert.DoesNotContain(numbers, own.Contains);
        }
    }

    [Fact]
    public void Every_number_on_a_card_belongs_to_the_chosen_country()
    {
        foreach (var (_, country, _, _, card) in EveryCard.All().Where(all => Writer.Directory.Knows(all.Country)))
        {
            foreach (var line in card.Text.Split('\n').Where(line => line.StartsWith('•')))
            {
                Assert.Contains(Writer.Directory.ServicesIn(country), service => line.StartsWith($"• {service.Name}", StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public void A_country_with_gaps_shows_the_emergency_number_and_the_finder_and_says_so()
    {
        foreach (var (subject, country, language, _, card) in EveryCard.All().Where(all => Writer.Directory.Knows(all.Country) && !Writer.Directory.IsComplete(all.Country)))
        {
            Assert.Contains(Writer.Directory.Finder.Web, card.Text, StringComparison.Ordinal);
            Assert.Contains(Writer.In(language).Country(country!), card.Text, StringComparison.Ordinal);
            Assert.Contains(EmergencyNumbers(country!), number => card.Text.Contains(number, StringComparison.Ordinal));
            Assert.NotEqual(Tier.None, subject.Tier);
        }

        static IEnumerable<string> EmergencyNumbers(string country) =>
            Writer.Directory.EmergencyIn(country) is { } e ? new[] { e.All, e.Police, e.Ambulance }.OfType<string>() : [];
    }

    [Fact]
    public void Where_speaking_may_be_unsafe_writing_comes_first()
    {
        var text = Writer.Card(new CardSubject(Tier.Card, CrisisKinds.PartnerViolence), "US", "en").Text;
        Assert.True(text.IndexOf("chat at thehotline.org", StringComparison.Ordinal) < text.IndexOf("call 1-800-799-7233", StringComparison.Ordinal));
        Assert.Contains("stay silent and press 55", Writer.Card(new CardSubject(Tier.Card, CrisisKinds.PartnerViolence), "NZ", "en").Text, StringComparison.Ordinal);
        Assert.Contains("press 55", Writer.Card(new CardSubject(Tier.Emergency, CrisisKinds.PartnerViolence), "GB", "en").Text, StringComparison.Ordinal);
        Assert.Contains("114", Writer.Card(new CardSubject(Tier.Emergency, CrisisKinds.PartnerViolence), "FR", "es").Text, StringComparison.Ordinal);
    }

    [Fact]
    public void After_strangulation_every_card_names_a_doctor_even_without_marks()
    {
        foreach (var (_, _, language, _, card) in EveryCard.All().Where(all => all.Subject.Kinds.HasFlag(CrisisKinds.Strangulation)))
        {
            Assert.Contains(language == "en" ? "doctor even with no marks" : "médico aunque no haya marcas", card.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void When_somebody_may_be_reading_the_answer_is_ordinary_and_holds_no_number()
    {
        foreach (var tier in Enum.GetValues<Tier>())
        {
            var reply = Writer.For(Seen(tier, CrisisKinds.PartnerViolence) with { Monitored = true }, "NZ", "en");
            Assert.Equal("Okay. Another time, then.", reply.Text);
            Assert.Equal(ReplyKind.Talk, reply.Kind);
            Assert.Empty(reply.Options);
        }
    }

    [Fact]
    public void The_card_has_its_seven_buttons() =>
        Assert.Equal(
            ["More ways", "Other country", "It's about someone else", "Ground me", "Hide this", "You misread me", "Carry on later"],
            Writer.For(Seen(Tier.Card, CrisisKinds.Suicide)).Options.Select(o => o.Label));

    [Fact]
    public void Every_button_fits_every_platform()
    {
        foreach (var option in EveryCard.All().SelectMany(all => all.Card.Options))
        {
            Assert.InRange(option.Id.Length, 1, 48);
            Assert.InRange(option.Label.Length, 1, 64);
            Assert.All(option.Id, c => Assert.True(char.IsAscii(c)));
        }
    }

    [Fact]
    public void What_a_button_is_about_survives_inside_it()
    {
        foreach (var subject in EveryCard.Subjects())
        {
            Assert.Equal(subject, CardSubject.Parse(subject.Code));
        }

        foreach (var worn in new[] { "", "x", "2", "9-1-", "2-99999999999999-", "2-4", "--", "0-0-", "-1-4-o" })
        {
            Assert.Equal(CardSubject.Asked, CardSubject.Parse(worn));
        }
    }

    [Fact]
    public void A_repeat_has_two_lines_a_number_and_the_button()
    {
        var reply = Writer.For(Seen(Tier.Card, CrisisKinds.Suicide), "US", "en", repeat: true);
        Assert.Equal("I am still here. The rest is one tap away.\nThat help is still there: 988 Lifeline, call or text 988, or chat at 988lifeline.org/chat.", reply.Text);
        Assert.Equal(["More ways"], reply.Options.Select(o => o.Label));
    }

    [Fact]
    public void A_statement_in_spanish_is_answered_in_spanish_when_nothing_else_is_known() =>
        Assert.StartsWith("Aquí va", Writer.For(Seen(Tier.Card, CrisisKinds.Suicide) with { Language = "es" }).Text, StringComparison.Ordinal);

    [Fact]
    public void A_language_without_cards_gets_the_english_one() =>
        Assert.StartsWith("Here is", Writer.For(Seen(Tier.Card, CrisisKinds.Suicide), language: "fi").Text, StringComparison.Ordinal);

    [Fact]
    public void A_fault_of_the_screen_is_asked_about() =>
        Assert.Contains("in danger?", Writer.For(Screening.Faulted).Text, StringComparison.Ordinal);

    [Fact]
    public void The_question_is_plain()
    {
        var reply = Writer.For(Seen(Tier.Ask, CrisisKinds.Suicide));
        Assert.Contains("Are you thinking of killing yourself?", reply.Text, StringComparison.Ordinal);
        Assert.Equal(["Yes", "No", "Rather not say", "Help now"], reply.Options.Select(o => o.Label));
    }

    [Fact]
    public void A_young_writer_is_shown_services_for_the_young_and_an_adult_is_not()
    {
        Assert.Contains("Kids Help Phone", Writer.Card(new CardSubject(Tier.Card, CrisisKinds.Suicide) { Minor = true }, "CA", "en").Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Kids Help Phone", Writer.Card(new CardSubject(Tier.Card, CrisisKinds.Suicide), "CA", "en").Text, StringComparison.Ordinal);
        Assert.Contains("adult you trust", Writer.Card(new CardSubject(Tier.Card, CrisisKinds.Child) { Minor = true }, "NZ", "en").Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Somebody_who_tells_of_harm_they_do_is_not_sent_to_a_line_for_those_they_harm()
    {
        var text = Writer.Card(new CardSubject(Tier.Card, CrisisKinds.PartnerViolence) { Perpetrator = true }, "NZ", "en").Text;
        Assert.Contains("Are You OK", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Refuge", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Discreet_cards_make_no_sound_and_are_not_passed_on() =>
        Assert.All(EveryCard.All().Where(all => all.Discreet).Take(500), all => Assert.True(all.Card is { Silent: true, Protect: true }));
}
