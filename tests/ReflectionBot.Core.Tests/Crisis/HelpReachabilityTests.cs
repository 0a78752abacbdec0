using ReflectionBot.Core.Content;
using ReflectionBot.Core.Crisis;
using ReflectionBot.Core.Crisis.Cards;
using ReflectionBot.Core.Groups;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Tests.Crisis;

public sealed class HelpReachabilityTests(ITestOutputHelper output)
{
    private static readonly string[] Ways = ["1737", "111", "112", "findahelpline.com"];

    [Fact]
    public void Help_answers_in_every_state_in_every_language_however_it_is_asked_for()
    {
        var count = 0;
        foreach (var (name, state) in EveryState.All)
        {
            foreach (var language in ShippedContent.Pack.Languages.Keys)
            {
                foreach (var country in new[] { null, "NZ" })
                {
                    var here = state with { Language = language, LanguageChosen = true, Country = country };
                    foreach (var plea in Pleas(language))
                    {
                        var card = EveryState.Take(here, plea).Outgoing.OfType<Reply>().FirstOrDefault(reply => reply.Kind == ReplyKind.Card);
                        Assert.True(card is { Urgency: Urgency.Help }, $"{name} · {language} · {plea}");
                        Assert.True(Ways.Any(way => card.Text.Contains(way, StringComparison.Ordinal)), $"{name} · {language} · {plea}: {card.Text}");
                        count++;
                    }
                }
            }
        }

        output.WriteLine($"{EveryState.All.Count} states × {ShippedContent.Pack.Languages.Count} languages × country known or not × every way to ask: {count} times help");
        Assert.True(EveryState.All.Count > 300, $"{EveryState.All.Count} states");
    }

    [Fact]
    public void A_help_word_is_answered_with_a_card_in_every_state_also_corrected_in_the_field_of_a_round_below_a_photo_and_behind_a_command_whatever_the_screen_sees_in_it()
    {
        var count = 0;
        var words = ShippedContent.Pack.Languages.Values.SelectMany(HelpWords).Distinct().ToList();
        foreach (var (name, state) in EveryState.All)
        {
            foreach (var tier in Enum.GetValues<Tier>())
            {
                var screening = tier == Tier.None ? Screening.Clear : new Screening(tier, CrisisKinds.Suicide, ["t"]);
                foreach (var word in words)
                {
                    foreach (var input in (Input[])
                             [
                                 new TextInput("h", EveryState.Address, word) { Screening = screening },
                                 new TextInput("h", EveryState.Address, word, Edited: true) { Screening = screening },
                                 new VoiceInput("h", EveryState.Address, "0123456789abcdef", word) { Screening = screening },
                                 new MediaInput("h", EveryState.Address, word) { Screening = screening },
                                 new CommandInput("h", EveryState.Address, Commands.Start, word) { Screening = screening },
                                 new GroupCommandInput("h", EveryState.Address, Address.Of("local", "circle"), GroupCommands.Suggest, word) { Screening = screening },
                                 .. word.StartsWith('/') ? (Input[])[] : [new TextInput("h", EveryState.Address, $"/start {word}") { Screening = screening }],
                             ])
                    {
                        var cards = EveryState.Take(state, input).Outgoing.OfType<Reply>().Count(reply => reply is { Kind: ReplyKind.Card, Urgency: Urgency.Help });
                        Assert.True(cards == 1, $"{name} · {input}");
                        count++;
                    }
                }
            }
        }

        output.WriteLine($"{EveryState.All.Count} states × {words.Count} words × message, correction, field, caption, argument × tiers 0 to 3: {count} times help");
    }

    [Fact]
    public void What_the_screen_sees_is_answered_in_every_state_whatever_it_came_in()
    {
        var count = 0;
        foreach (var (name, state) in EveryState.All)
        {
            foreach (var tier in new[] { Tier.Ask, Tier.Card, Tier.Emergency })
            {
                foreach (var kinds in new[] { CrisisKinds.None, CrisisKinds.Suicide, CrisisKinds.PartnerViolence, CrisisKinds.Suicide | CrisisKinds.PartnerViolence, CrisisKinds.Urgent })
                {
                    var screening = new Screening(tier, kinds, ["t"]);
                    foreach (var input in new Input[]
                             {
                                 new TextInput("i", EveryState.Address, "x") { Screening = screening },
                                 new TextInput("i", EveryState.Address, "x", Edited: true) { Screening = screening },
                                 new TextInput("i", EveryState.Address, new string('x', 9000)) { Screening = screening },
                                 new MediaInput("i", EveryState.Address, "x") { Screening = screening },
                                 new CommandInput("i", EveryState.Address, Commands.Settings, "x") { Screening = screening },
                                 new CommandInput("i", EveryState.Address, Commands.Help, "x") { Screening = screening },
                             })
                    {
                        var result = EveryState.Take(state, input);
                        Assert.True(result.Outgoing.OfType<Reply>().Any(reply => reply.Urgency == Urgency.Help), $"{name} · {screening} · {input}");
                        if (tier >= Tier.Card)
                        {
                            Assert.True(result.Outgoing.OfType<Reply>().Any(reply => reply.Kind == ReplyKind.Card), $"{name} · {screening} · {input}");
                        }

                        count++;
                    }
                }
            }
        }

        output.WriteLine($"{count} statements, none met with silence");
    }

    [Fact]
    public void Every_button_of_help_is_answered_in_every_state()
    {
        var writer = CardWriter.BuiltIn;
        var subject = new CardSubject(Tier.Card, CrisisKinds.Suicide);
        var texts = writer.In("en");
        var buttons = CardButtons.OfCard(texts, subject, 1).Concat(CardButtons.OfQuestion(texts, subject)).Concat(CardButtons.OfCalm(texts, subject)).Concat(CardButtons.OfHello(texts, subject))
            .Select(option => option.Id).Append("!care/").Append("!care/nonsense/x/y/z").ToList();
        var count = 0;
        foreach (var (name, state) in EveryState.All)
        {
            foreach (var id in buttons)
            {
                var result = EveryState.Take(state, new OptionInput("i", EveryState.Address, [id]));
                Assert.True(result.Outgoing.OfType<Reply>().Any(reply => reply.Text.Length > 0), $"{name} · {id}");
                count++;
            }
        }

        output.WriteLine($"{count} presses, each answered");
    }

    private static IEnumerable<string> HelpWords(Messages language) =>
        language.CommandWords.Where(word => word.Value == Commands.Help).Select(word => word.Key).Union(["help", "SOS!!", "/help", "/help@reflection_bot please", "ayuda"]);

    private static IEnumerable<Input> Pleas(string language)
    {
        foreach (var word in HelpWords(ShippedContent.Pack.Languages[language]))
        {
            yield return new TextInput("h", EveryState.Address, word);
        }

        yield return new CommandInput("h", EveryState.Address, Commands.Help);
        yield return new OptionInput("h", EveryState.Address, ["!help"]);
        yield return new OptionInput("h", EveryState.Address, [CardButtons.Id(CardButtons.HelpNow, CardSubject.Asked)]);
        yield return new OptionInput("h", EveryState.Address, [CardButtons.Id(CardButtons.More, CardSubject.Asked)]);
    }
}
