using System.Collections.Immutable;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Flows;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Core.Tests.Crisis;

namespace ReflectionBot.Core.Tests.Conversations;

/// <summary>Every option of a flow that opens help is known as one by its id alone, and opens it by that id and by the one it had before.</summary>
public sealed class HelpOptionTests(ITestOutputHelper output)
{
    [Fact]
    public void Every_help_option_of_every_flow_says_so_in_its_id_and_leads_to_the_card()
    {
        var count = 0;
        foreach (var (flow, step, option) in
                 from flow in ShippedContent.Pack.Flows.Values
                 from step in flow.Steps.Values
                 from option in OptionsOf(step)
                 where option.Help is not null
                 select (flow, step, option))
        {
            var posed = Pose(flow, step);
            var button = posed.Outgoing.OfType<Reply>().SelectMany(reply => reply.Options).Single(one => one.Label == option.Label.In("en"));
            Assert.True(HelpOption.TopicOf(button.Id) == option.Help, button.Id);
            Assert.True(button.Id.Length <= 48 && button.Id.All(char.IsAscii), button.Id);
            Assert.True(IsHelped(posed, button.Id), button.Id);
            Assert.True(IsHelped(posed, posed.Conversation.Open!.OptionId(option.Key)), $"before there was a mark: {option.Key}");
            count++;
        }

        output.WriteLine($"{count} options, each opens help");
        Assert.True(count > 20);
    }

    [Fact]
    public void The_help_of_every_offer_is_the_command_and_one_asked_before_still_helps()
    {
        var count = 0;
        foreach (var (flow, step) in from flow in ShippedContent.Pack.Flows.Values from step in flow.Steps.Values where step is OfferStep { Help: true } select (flow, step))
        {
            var posed = Pose(flow, step);
            Assert.Contains(posed.Outgoing.OfType<Reply>().Last().Options, option => option.Id == "!help");

            var before = posed.Conversation with { Open = posed.Conversation.Open! with { Choices = [new Choice("~help", "Help"), .. posed.Conversation.Open.Choices] } };
            Assert.True(IsHelped(posed with { Conversation = before }, before.Open.OptionId("~help")), $"{flow.Id}/{step.Id}");
            count++;
        }

        Assert.True(count > 5);
    }

    [Theory]
    [InlineData("12.afraid!violence", HelpTopic.Violence)]
    [InlineData("12.hurting!selfharm", HelpTopic.SelfHarm)]
    [InlineData("12.reach!any", HelpTopic.Any)]
    [InlineData("12.reach!unreadable", HelpTopic.Any)]
    [InlineData("12.reach!7", HelpTopic.Any)]
    [InlineData("12.~help", HelpTopic.Any)]
    [InlineData("12.afraid", null)]
    [InlineData("12.~skip", null)]
    [InlineData("!settings", null)]
    [InlineData("!care/hide/2-0-/1", null)]
    public void The_id_tells_what_the_help_is_about(string id, HelpTopic? topic) => Assert.Equal(topic, HelpOption.TopicOf(id));

    private static ImmutableArray<FlowOption> OptionsOf(Step step) => step switch
    {
        ChooseStep choose => choose.Options,
        ScaleStep scale => scale.Options,
        _ => [],
    };

    /// <summary>The step's question, as somebody meets it who takes up a reflection that stands there.</summary>
    private static TurnResult Pose(Flow flow, Step step) => EveryState.Take(
        new Conversation(EveryState.Address)
        {
            Consent = new Consent("1", EveryState.Now),
            Run = new Run(1) { Frames = [new Frame(flow.Id, flow.Revision, step.Id)] },
        },
        new CommandInput("c", EveryState.Address, Commands.Continue));

    private static bool IsHelped(TurnResult posed, string id) =>
        EveryState.Take(posed.Conversation, new OptionInput("o", EveryState.Address, [id])).Outgoing.OfType<Reply>().Any(reply => reply is { Kind: ReplyKind.Card, Urgency: Urgency.Help });
}
