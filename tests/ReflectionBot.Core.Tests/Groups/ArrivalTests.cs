using NodaTime;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Tests.Groups;

/// <summary>The bot comes to a group.</summary>
public sealed class ArrivalTests
{
    private readonly GroupStage _stage = new();

    [Fact]
    public void A_new_group_is_told_who_may_do_what()
    {
        _stage.Take(new GroupJoinedInput("j1", GroupStage.Group));

        var post = Assert.Single(_stage.Posts);
        Assert.Contains("/round", post, StringComparison.Ordinal);
        Assert.Contains("/suggest", post, StringComparison.Ordinal);
        Assert.NotNull(_stage.State);
    }

    [Fact]
    public void It_is_told_once()
    {
        _stage.Take(new GroupJoinedInput("j1", GroupStage.Group));
        _stage.Take(new GroupJoinedInput("j2", GroupStage.Group));

        Assert.Single(_stage.Posts);
    }

    [Fact]
    public void What_is_missing_is_named_exactly_and_once()
    {
        _stage.Take(new GroupJoinedInput("j1", GroupStage.Group) { Missing = [GroupAbility.Threads, GroupAbility.MentionRoles] });
        _stage.Take(new GroupJoinedInput("j2", GroupStage.Group) { Missing = [GroupAbility.Threads, GroupAbility.MentionRoles] });

        var notice = _stage.Posts.Last();
        Assert.Equal(2, _stage.Posts.Count());
        Assert.Contains("• I may not open threads or topics", notice, StringComparison.Ordinal);
        Assert.Contains("• I may not mention roles", notice, StringComparison.Ordinal);
        Assert.DoesNotContain("who moderates", notice, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_it_may_not_write_it_says_nothing_and_says_it_all_once_it_may()
    {
        _stage.Take(new GroupJoinedInput("j1", GroupStage.Group) { Missing = [GroupAbility.Post] });
        Assert.Empty(_stage.Posts);

        _stage.Take(new GroupJoinedInput("j2", GroupStage.Group));

        Assert.Contains("/round", Assert.Single(_stage.Posts), StringComparison.Ordinal);
    }

    [Fact]
    public void Taken_out_its_data_rests_for_thirty_days_and_then_goes()
    {
        _stage.Open();
        _stage.Answers(5);
        _stage.Take(new GroupLeftInput("l1", GroupStage.Group));

        Assert.Empty(_stage.Vaults);
        _stage.Pass(Duration.FromDays(30) - Duration.FromSeconds(1));
        Assert.True(_stage.Knows(GroupStage.Group));
        Assert.Single(_stage.Posts);

        _stage.Pass(Duration.FromSeconds(1));
        Assert.False(_stage.Knows(GroupStage.Group));
    }

    [Fact]
    public void Added_again_within_thirty_days_all_is_there()
    {
        _stage.Open();
        _stage.Call("mod");
        _stage.Press("mod", "How many must answer");
        _stage.Press("mod", "8");
        _stage.Take(new GroupLeftInput("l1", GroupStage.Group));
        _stage.Take(new GroupLeftInput("l2", GroupStage.Group));
        _stage.Pass(Duration.FromDays(29));

        _stage.Take(new GroupJoinedInput("j2", GroupStage.Group));
        _stage.Pass(Duration.FromDays(40));

        Assert.Equal(8, _stage.State.Minimum);
        Assert.NotEmpty(_stage.State.Log);
    }

    [Fact]
    public void A_private_chat_is_never_made_a_group()
    {
        var person = new Conversation(Address.Of("local", "ann")) { Consent = new Consent("1", Instant.FromUtc(2026, 1, 1, 0, 0)) };

        var result = Turn.Take(person, new GroupJoinedInput("j", person.Address), ShippedContent.Pack, _stage.Now);

        Assert.Null(result.Conversation.Group);
        Assert.Empty(result.Outgoing);
    }

    [Fact]
    public void What_is_said_of_a_group_nobody_knows_changes_nothing()
    {
        foreach (var input in (Input[])[new GroupLeftInput("l", GroupStage.Group), new ThreadGoneInput("t", GroupStage.Group, "1")])
        {
            Assert.Empty(_stage.Take(input).Outgoing);
        }
    }
}
