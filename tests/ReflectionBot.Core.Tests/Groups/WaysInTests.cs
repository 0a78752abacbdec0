using NodaTime;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Groups;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Tests.Groups;

/// <summary>Ways from a group into a Round that only some platforms have: a tap under the post, a field that asks and answers at once, a room within the group.</summary>
public sealed class WaysInTests
{
    private readonly GroupStage _stage = new();

    [Fact]
    public void One_tap_under_the_post_is_an_answer_and_another_takes_its_place()
    {
        var round = _stage.Open("How rested are you?", "New, one tap");

        _stage.Press("p0", "A little");
        Assert.Equal("1", Assert.Single(_stage.Vaults[round.Id].Words).Value);
        _stage.PressId("p0", $"@r/{round.Id}/4");

        Assert.Equal("4", Assert.Single(_stage.Vaults[round.Id].Words).Value);
        var said = _stage.SaidTo("p0")[^1];
        Assert.Equal((ReplyKind.Notice, true), (said.Kind, said.Silent));
        Assert.InRange(said.Text.Length, 1, 200);
    }

    [Fact]
    public void A_tap_does_not_disturb_what_is_being_talked_about_in_private()
    {
        var round = _stage.Open("How rested are you?", "New, one tap");
        _stage.Take(new CommandInput("c1", Address.Of("local", "p0"), "reflect"));
        var open = _stage.Of("p0").Open;
        Assert.NotNull(open);

        _stage.PressId("p0", $"@r/{round.Id}/2");

        Assert.Equivalent(open, _stage.Of("p0").Open);
    }

    [Fact]
    public void A_tap_can_be_taken_back_where_one_looks_at_it()
    {
        var round = _stage.Open("How rested are you?", "New, one tap");
        _stage.PressId("p0", $"@r/{round.Id}/2");

        _stage.Press("p0", "Answer privately");
        _stage.Press("p0", "Take it out");

        Assert.Empty(_stage.Vaults[round.Id].Words);
        Assert.Null(_stage.Of("p0").Open);
    }

    [Fact]
    public void A_tap_on_a_round_in_own_words_asks_for_words()
    {
        var round = _stage.Open();

        _stage.PressId("p0", $"@r/{round.Id}/2");

        Assert.Empty(_stage.Vaults[round.Id].Words);
        Assert.True(_stage.Of("p0").Open!.TakesText);
    }

    [Fact]
    public void What_a_field_brings_is_asked_and_answered_at_once()
    {
        var round = _stage.Open();

        var said = Give("p0", round, "a walk in the rain");

        Assert.Equal("a walk in the rain", Assert.Single(_stage.Vaults[round.Id].Words).Value);
        Assert.StartsWith("It is in.", Assert.Single(said).Text, StringComparison.Ordinal);
        Assert.Null(_stage.Of("p0").Open);
        Assert.DoesNotContain("rain", _stage.StateOf("p0"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_field_brings_is_pointed_out_when_it_may_be_recognised()
    {
        var round = _stage.Open();

        var said = Give("p0", round, "it was Marlene, and she knows");

        Assert.Contains("Marlene", said[^1].Text, StringComparison.Ordinal);
        Assert.Empty(_stage.Vaults[round.Id].Words);
        _stage.Press("p0", "Put it in as it is");
        Assert.Single(_stage.Vaults[round.Id].Words);
    }

    [Theory]
    [InlineData(GroupStage.Danger)]
    [InlineData(GroupStage.Doubt)]
    public void What_a_field_brings_and_the_screen_stops_stays_with_its_author(string word)
    {
        var round = _stage.Open();

        var said = Give("p0", round, $"canary {word}");

        Assert.Contains(said, reply => reply.Urgency == Urgency.Help && reply.Kind is ReplyKind.Card or ReplyKind.Question);
        Assert.StartsWith("What you wrote was not passed on.", said[^1].Text, StringComparison.Ordinal);
        Assert.Empty(_stage.Vaults[round.Id].Words);
        Assert.DoesNotContain("canary", _stage.StateOf("p0"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a walk")]
    [InlineData(GroupStage.Danger)]
    public void Before_the_first_yes_a_field_brings_the_greeting_or_help_and_never_an_answer(string words)
    {
        var round = _stage.Open();
        _stage.Meet(new Conversation(Address.Of("local", "new")));

        var said = Give("new", round, words);

        Assert.Empty(_stage.Vaults[round.Id].Words);
        Assert.Equal(words == GroupStage.Danger, said.Any(reply => reply.Kind == ReplyKind.Card));
        if (words != GroupStage.Danger)
        {
            _stage.Press("new", "Yes, let us begin");
            _stage.Say("new", "a walk");
            Assert.Single(_stage.Vaults[round.Id].Words);
        }
    }

    [Fact]
    public void What_a_field_brings_for_a_round_that_is_over_goes_nowhere()
    {
        var round = _stage.Open();
        _stage.Pass(Duration.FromHours(25));

        Assert.StartsWith("That one is over.", Assert.Single(Give("p0", round, "too late")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("too late", _stage.StateOf("p0"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_round_stays_in_the_room_where_it_was_called_for()
    {
        _stage.Take(new GroupCommandInput("c1", Address.Of("local", "mod"), GroupStage.Group, GroupCommands.Round) { Thread = "77" });
        _stage.Press("mod", "New, in own words");
        _stage.Press("mod", "In my own words");
        _stage.Say("mod", "What helps?");
        _stage.Press("mod", "One day");
        _stage.Press("mod", "Open it");
        _stage.Answers(5);
        _stage.Pass(Duration.FromHours(25));

        var posts = _stage.Sent.Where(one => one.To == GroupStage.Group).Select(one => one.What).OfType<Reply>().ToList();
        Assert.Equal(2, posts.Count);
        Assert.All(posts, post => Assert.Equal("77", post.Thread));
    }

    private List<Reply> Give(string person, Round round, string words)
    {
        var before = _stage.SaidTo(person).Count;
        _stage.Take(new VoiceInput($"give/{person}/{before}", Address.Of("local", person), round.Id, words)
        {
            Screening = GroupStage.ScreeningOf(words),
        });
        return [.. _stage.SaidTo(person).Skip(before)];
    }
}
