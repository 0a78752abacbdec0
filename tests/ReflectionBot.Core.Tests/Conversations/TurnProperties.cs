using System.Collections.Immutable;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Crisis;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Tests.Conversations;

/// <summary>What holds after any sequence of inputs in any state.</summary>
public sealed class TurnProperties
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(300);

    [Fact]
    public void It_never_throws_and_always_survives_its_stored_form() => Always((before, input, result, _) =>
    {
        var stored = ConversationJson.Write(result.Conversation);
        Assert.Equal(Encoding.UTF8.GetString(stored), Encoding.UTF8.GetString(ConversationJson.Write(ConversationJson.Read(stored))));
        foreach (var outgoing in result.Outgoing)
        {
            var row = ConversationJson.Write(outgoing);
            Assert.Equal(Encoding.UTF8.GetString(row), Encoding.UTF8.GetString(ConversationJson.Write(ConversationJson.ReadOutgoing(row))));
        }
    });

    [Fact]
    public void The_same_turn_taken_twice_comes_out_the_same() => Always((before, input, result, now) =>
    {
        // Entries are not handed over here: what is compared is the first half of a turn that needs them.
        var again = Turn.Take(before, input, ShippedContent.Pack, now);
        if (!again.Needs.IsEmpty)
        {
            return;
        }

        Assert.Equal(ConversationJson.Write(result.Conversation), ConversationJson.Write(again.Conversation));
        Assert.Equal(result.Outgoing.Select(ConversationJson.Write), again.Outgoing.Select(ConversationJson.Write));
    });

    [Fact]
    public void Help_answers_in_every_state_with_a_card() => Always((_, _, result, now) =>
    {
        foreach (Input plea in new Input[]
                 {
                     new TextInput("h1", AnyConversation.Address, "help"),
                     new TextInput("h2", AnyConversation.Address, "SOS!"),
                     new TextInput("h3", AnyConversation.Address, "ayuda"),
                     new CommandInput("h4", AnyConversation.Address, Commands.Help),
                     new OptionInput("h5", AnyConversation.Address, ["!help"]),
                 })
        {
            var helped = AnyConversation.Take(result.Conversation, plea, now, ImmutableDictionary<string, string>.Empty);
            Assert.Contains(helped.Outgoing, o => o is Reply { Kind: ReplyKind.Card, Urgency: Urgency.Help });
        }
    });

    [Fact]
    public void What_the_screen_saw_at_tier_two_or_three_is_never_met_with_silence() => Always((_, _, result, now) =>
    {
        foreach (var tier in (Tier[])[Tier.Card, Tier.Emergency])
        {
            var alarm = new TextInput("a1", AnyConversation.Address, "x") { Screening = new Screening(tier, CrisisKinds.Suicide, ["any"]) };
            var helped = AnyConversation.Take(result.Conversation, alarm, now, ImmutableDictionary<string, string>.Empty);
            Assert.Contains(helped.Outgoing, o => o is Reply { Kind: ReplyKind.Card, Urgency: Urgency.Help });
        }
    });

    [Fact]
    public void There_is_always_a_way_out() => Always((_, _, result, now) =>
    {
        var stopped = AnyConversation.Take(result.Conversation, new TextInput("s", AnyConversation.Address, "stop"), now, ImmutableDictionary<string, string>.Empty);
        Assert.Null(stopped.Conversation.Run);
        Assert.NotEmpty(stopped.Outgoing);
    });

    [Fact]
    public void Nobody_is_left_without_an_answer_but_an_edit_and_a_wake_up() => Always((_, input, result, _) =>
    {
        if (input is not (WokenInput or TextInput { Edited: true }))
        {
            Assert.Contains(result.Outgoing, o => o is Reply or ReplyEdit);
        }
    });

    [Fact]
    public void Every_message_keeps_the_bounds_that_adapters_rely_on() => Always((_, _, result, _) =>
    {
        foreach (var reply in result.Outgoing.OfType<Reply>())
        {
            Assert.InRange(reply.Text.Length, 1, Reply.MaxText);
            Assert.InRange(reply.Options.Length, 0, Reply.MaxOptions);
            Assert.Equal(reply.Options.Length, reply.Options.Select(o => o.Id).Distinct(StringComparer.Ordinal).Count());
            Assert.All(reply.Options, option =>
            {
                Assert.InRange(option.Id.Length, 1, 48);
                Assert.True(option.Id.All(char.IsAscii), option.Id);
                Assert.InRange(option.Label.Length, 1, 64);
                Assert.DoesNotContain('\n', option.Label);
            });
        }
    });

    [Fact]
    public void An_open_question_is_the_latest_one_and_its_buttons_are_the_ones_shown() => Always((before, _, result, _) =>
    {
        Assert.True(result.Conversation.LastQuestion >= before.LastQuestion || result.Forget);
        if (result.Conversation.Open is { } open && open.Number > before.LastQuestion)
        {
            Assert.Equal(result.Conversation.LastQuestion, open.Number);
            var shown = result.Outgoing.OfType<Reply>().Last(reply => reply.Key == open.ReplyKey);
            Assert.All(open.Choices, choice => Assert.Contains(shown.Options, option => HelpOption.KeyOf(option.Id) == open.OptionId(choice.Key)));
        }
    });

    /// <summary>Walks random conversations and looks at every turn.</summary>
    private static void Always(Action<Conversation, Input, TurnResult, Instant> holds) => Prop.ForAll(AnyConversation.Moves, moves =>
    {
        var conversation = new Conversation(AnyConversation.Address);
        var now = Instant.FromUtc(2026, 3, 1, 9, 0);
        var entries = new Dictionary<string, string>();
        IReadOnlyList<Option> buttons = [];
        for (var i = 0; i < moves.Length; i++)
        {
            now += Duration.FromMinutes(moves[i].Minutes);
            var input = AnyConversation.InputOf(moves[i], conversation, i, buttons);
            var result = AnyConversation.Take(conversation, input, now, entries);
            holds(conversation, input, result, now);
            foreach (var entry in result.Kept)
            {
                entries[entry.Id] = entry.Words;
            }

            buttons = result.Outgoing.OfType<Reply>().LastOrDefault(reply => !reply.Options.IsEmpty)?.Options ?? buttons;
            conversation = ConversationJson.Read(ConversationJson.Write(result.Conversation));
        }
    }).Check(Many);
}
