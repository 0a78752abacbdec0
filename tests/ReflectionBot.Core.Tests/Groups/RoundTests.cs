using NodaTime;
using ReflectionBot.Core.Groups;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Tests.Groups;

/// <summary>Each kind of Round from opening to its end.</summary>
public sealed class RoundTests
{
    private readonly GroupStage _stage = new();

    [Fact]
    public void Five_answers_come_out_together_when_the_time_is_over()
    {
        _stage.Open();
        _stage.Answers(5);
        Assert.Single(_stage.Posts);

        _stage.Pass(Duration.FromHours(25));

        var released = Assert.Single(_stage.Posts.Skip(1));
        Assert.StartsWith("“What helps?”", released, StringComparison.Ordinal);
        Assert.All("abcde", letter => Assert.Contains($"• answer {letter}", released, StringComparison.Ordinal));
        Assert.Empty(_stage.Vaults.Values.SelectMany(vault => vault.Words));
        Assert.Empty(_stage.State.Rounds);
        Assert.Contains(_stage.Sent, one => one.To == GroupStage.Group && one.What is ReplyRetirement { Key: "r1" });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    public void Below_the_minimum_the_group_reads_the_same_words_however_few_they_were(int answers)
    {
        _stage.Open();
        _stage.Answers(answers);

        _stage.Pass(Duration.FromHours(25));

        Assert.Equal("“What helps?” is over. Fewer than 5 people answered, so nothing is shown and nothing is kept.", _stage.Posts.Last());
        Assert.Empty(_stage.Vaults);
    }

    [Fact]
    public void A_changed_answer_is_one_voice_and_an_answer_taken_out_is_none()
    {
        _stage.Open();
        _stage.Answers(6);
        _stage.Press("p0", "Change it");
        _stage.Say("p0", "better words");
        _stage.Press("p1", "Take it out");

        _stage.Pass(Duration.FromHours(25));

        Assert.Contains("• better words", _stage.Posts.Last(), StringComparison.Ordinal);
        Assert.DoesNotContain("answer a", _stage.Posts.Last(), StringComparison.Ordinal);
        Assert.DoesNotContain("answer b", _stage.Posts.Last(), StringComparison.Ordinal);
        Assert.Equal(5, _stage.Posts.Last().Split('•').Length - 1);
    }

    [Fact]
    public void The_button_under_the_post_shows_ones_own_answer_and_nobody_elses()
    {
        _stage.Open();
        _stage.Answers(2);

        _stage.Press("p0", "Answer privately");

        Assert.Contains("You answered: answer a", _stage.SaidTo("p0")[^1].Text, StringComparison.Ordinal);
        Assert.DoesNotContain("answer b", _stage.SaidTo("p0")[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pulse_is_one_tap_and_becomes_a_chart()
    {
        _stage.Open("How rested are you?", "New, one tap");
        for (var i = 0; i < 6; i++)
        {
            _stage.Press($"p{i}", "Answer privately");
            _stage.Press($"p{i}", i < 4 ? "A little" : "Very");
        }

        _stage.Press("p0", "Change it");
        _stage.Press("p0", "Very");
        _stage.Pass(Duration.FromHours(25));

        Assert.Contains("A little: ▇▇▇▇▇▇▇▇▇▇▇▇ 3", _stage.Posts.Last(), StringComparison.Ordinal);
        Assert.Contains("Very: ▇▇▇▇▇▇▇▇▇▇▇▇ 3", _stage.Posts.Last(), StringComparison.Ordinal);
        Assert.Contains("Somewhat:  0", _stage.Posts.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public void Closed_early_it_is_released_a_second_later()
    {
        _stage.Open();
        _stage.Answers(5);
        _stage.Call("mod");
        _stage.Press("mod", "Round 1");
        _stage.Press("mod", "Close it now");
        Assert.Single(_stage.Posts);

        _stage.Pass(Duration.FromSeconds(1));

        Assert.Contains("• answer c", _stage.Posts.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public void Between_closing_and_release_nothing_is_taken_any_more()
    {
        var round = _stage.Open();
        _stage.Answers(5);
        _stage.Press("late", "Answer privately");
        _stage.Call("mod");
        _stage.Press("mod", "Round 1");
        _stage.Press("mod", "Close it now");

        _stage.Say("late", "too late");
        _stage.Press("p0", "Take it out");

        Assert.Equal("That one is over.", _stage.SaidTo("late")[^1].Text);
        Assert.Equal("That one is over.", _stage.SaidTo("p0")[^1].Text);
        Assert.Equal(5, _stage.Vaults[round.Id].Words.Count);
    }

    [Fact]
    public void Called_off_everything_is_gone_and_nothing_is_shown()
    {
        _stage.Open();
        _stage.Answers(7);
        _stage.Call("mod");
        _stage.Press("mod", "Round 1");
        _stage.Press("mod", "Call it off");

        _stage.Pass(Duration.FromDays(3));

        Assert.Single(_stage.Posts);
        Assert.Contains(_stage.Sent, one => one.What is ReplyEdit { Key: "r1", Text: "“What helps?” was called off. Nothing is shown and nothing is kept." });
        Assert.Empty(_stage.Vaults);
        _stage.PressId("p0", _stage.Sent.Select(one => one.What).OfType<Reply>().First(reply => reply.Key == "r1").Options[0].Id);
        Assert.Equal("That one is over.", _stage.SaidTo("p0")[^1].Text);
    }

    [Fact]
    public void A_day_more_moves_the_end_and_the_post_says_so()
    {
        var round = _stage.Open();
        _stage.Call("mod");
        _stage.Press("mod", "Round 1");
        _stage.Press("mod", "One day more");
        _stage.Answers(5);

        _stage.Pass(Duration.FromHours(47));
        Assert.Single(_stage.Posts);
        Assert.Equal(round.ClosesAt + Duration.FromDays(1), _stage.State.Rounds[0].ClosesAt);
        Assert.Contains(_stage.Sent, one => one.What is ReplyEdit { Key: "r1" } edit && edit.Text!.Contains("4 Mar, 18:00 UTC", StringComparison.Ordinal) && edit.Options.Length == 2);

        _stage.Pass(Duration.FromHours(2));
        Assert.Equal(2, _stage.Posts.Count());
    }

    [Fact]
    public void No_round_is_open_for_longer_than_thirty_days()
    {
        _stage.Open(time: "One week");
        for (var i = 0; i < 40; i++)
        {
            _stage.Call("mod");
            _stage.Press("mod", "Round 1");
            _stage.Press("mod", "One day more");
        }

        Assert.Equal(Duration.FromDays(30), _stage.State.Rounds[0].ClosesAt - _stage.State.Rounds[0].OpenedAt);
    }

    [Theory]
    [InlineData(3, 3)]
    [InlineData(2, 3)]
    [InlineData(-1, 3)]
    [InlineData(12, 12)]
    [InlineData(5000, Core.Groups.Group.MostMinimum)]
    public void The_minimum_never_goes_below_three(int wanted, int got)
    {
        _stage.Open();
        var scene = new GroupScene(new Core.Conversations.Conversation(GroupStage.Group) { Group = _stage.State }, ShippedContent.Pack, _stage.Now);

        RoundRules.SetMinimum(scene, Address.Of("local", "mod"), wanted);

        Assert.Equal(got, scene.Group.Minimum);
    }

    [Fact]
    public void A_new_minimum_does_not_touch_a_round_that_is_open()
    {
        _stage.Open();
        _stage.Answers(4);
        _stage.Call("mod");
        _stage.Press("mod", "How many must answer");
        _stage.Press("mod", "3");

        _stage.Pass(Duration.FromHours(25));

        Assert.Contains("Fewer than 5", _stage.Posts.Last(), StringComparison.Ordinal);
        Assert.Equal(3, _stage.State.Minimum);
    }

    [Fact]
    public void A_prompt_of_the_library_is_found_by_theme_and_shown_before_it_is_opened()
    {
        _stage.Call("mod");
        _stage.Press("mod", "New, in own words");
        _stage.Press("mod", "Care");
        _stage.Press("mod", "1");
        _stage.Press("mod", "Two days");
        var preview = _stage.SaidTo("mod")[^1].Text;
        Assert.DoesNotContain(_stage.Sent, one => one.To == GroupStage.Group);

        _stage.Press("mod", "Open it");

        Assert.EndsWith(Assert.Single(_stage.Posts), preview, StringComparison.Ordinal);
        Assert.Contains(ShippedContent.Pack.GroupPrompts, prompt => preview.Contains(prompt.Text.In("en"), StringComparison.Ordinal));
    }

    [Fact]
    public void Only_so_many_rounds_are_open_at_once()
    {
        for (var i = 0; i < Core.Groups.Group.MaxOpen + 1; i++)
        {
            _stage.Open();
        }

        Assert.Equal(Core.Groups.Group.MaxOpen, _stage.State.Rounds.Length);
        Assert.Contains("There are 5 rounds open already.", _stage.SaidTo("mod")[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_no_longer_moderates_stops_where_they_are()
    {
        _stage.Open();
        _stage.Call("mod");
        _stage.Press("mod", "Round 1");
        _stage.Lose("mod");

        _stage.Press("mod", "Call it off");

        Assert.Equal("Only those who moderate this group can do that.", _stage.SaidTo("mod")[^1].Text);
        Assert.Single(_stage.State.Rounds);
        _stage.Call("p0");
        Assert.Equal("Only those who moderate this group can do that.", _stage.SaidTo("p0")[^1].Text);
    }

    [Fact]
    public void The_log_says_what_moderators_did_and_nothing_of_members()
    {
        _stage.Open();
        _stage.Answers(5, "secret");
        _stage.Call("mod");
        _stage.Press("mod", "Round 1");
        _stage.Press("mod", "Close it now");
        _stage.Pass(Duration.FromMinutes(1));
        _stage.Call("mod");
        _stage.Press("mod", "What moderators did");

        var text = _stage.SaidTo("mod")[^1].Text;
        Assert.Contains("2 Mar, 18:00 UTC: mod closed round 1\n2 Mar, 18:00 UTC: mod opened round 1", text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Somebody_who_never_met_the_bot_is_greeted_and_then_asked()
    {
        _stage.Open();
        _stage.Meet(new Core.Conversations.Conversation(Address.Of("local", "new")));
        _stage.Press("new", "Answer privately");
        Assert.Contains("Shall we begin?", _stage.SaidTo("new")[^1].Text, StringComparison.Ordinal);

        _stage.Press("new", "Yes, let us begin");

        Assert.Contains("What helps?", _stage.SaidTo("new")[^1].Text, StringComparison.Ordinal);
        _stage.Say("new", "a first answer");
        Assert.Single(_stage.Vaults.Values.Single().Words);
    }

    [Fact]
    public void A_moderator_or_a_member_who_never_met_the_bot_is_greeted_and_then_gets_what_they_came_for()
    {
        _stage.Open();
        _stage.Meet(new Core.Conversations.Conversation(Address.Of("local", "mod")));
        _stage.Call("mod", thread: "t1");
        Assert.Contains("Shall we begin?", _stage.SaidTo("mod")[^1].Text, StringComparison.Ordinal);
        _stage.Press("mod", "Yes, let us begin");
        Assert.Contains("Rounds of this group.", _stage.SaidTo("mod")[^1].Text, StringComparison.Ordinal);

        _stage.Meet(new Core.Conversations.Conversation(Address.Of("local", "new")));
        _stage.Suggest("new");
        _stage.Press("new", "Yes, let us begin");
        Assert.EndsWith(Known("member"), _stage.SaidTo("new")[^1].Text, StringComparison.Ordinal);

        string Known(string person)
        {
            _stage.Suggest(person);
            return _stage.SaidTo(person)[^1].Text;
        }
    }

    [Fact]
    public void Whoever_chooses_their_language_first_still_gets_what_they_came_for()
    {
        _stage.Open();
        _stage.Meet(new Core.Conversations.Conversation(Address.Of("local", "new")));
        _stage.Press("new", "Answer privately");
        _stage.Press("new", "Español / other");
        _stage.Press("new", "Español");
        _stage.Press("new", "Sí, empecemos");
        Assert.Contains("What helps?", _stage.SaidTo("new")[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Whoever_does_not_moderate_is_told_so_after_the_greeting()
    {
        _stage.Open();
        _stage.Meet(new Core.Conversations.Conversation(Address.Of("local", "new")));
        _stage.Call("new");
        _stage.Press("new", "Yes, let us begin");
        Assert.DoesNotContain(_stage.SaidTo("new"), reply => reply.Text.Contains("Rounds of this group.", StringComparison.Ordinal));
        Assert.Contains("moderat", _stage.SaidTo("new")[^1].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("my number is 0151 2345 6789", "a number, an address or a link")]
    [InlineData("write to me at a.b@example.org", "a number, an address or a link")]
    [InlineData("I talk with Marta every day", "It seems to name somebody: Marta.")]
    [InlineData("so good!!!!", "can be a signature")]
    public void What_may_be_recognisable_is_pointed_out_first(string words, string warning)
    {
        var round = _stage.Open();
        _stage.Answer("p0", words);

        Assert.Contains(warning, _stage.SaidTo("p0")[^1].Text, StringComparison.Ordinal);
        Assert.Empty(_stage.Vaults[round.Id].Words);

        _stage.Press("p0", "Put it in as it is");
        Assert.Equal(words, Assert.Single(_stage.Vaults[round.Id].Words).Value);
    }

    [Fact]
    public void What_was_pointed_out_and_not_put_in_is_kept_nowhere_once_the_round_is_over()
    {
        _stage.Open();
        _stage.Answer("p0", "I talk with Marta every day");
        Assert.Contains("Marta", _stage.StateOf("p0"), StringComparison.Ordinal);

        _stage.Pass(Duration.FromHours(25));

        Assert.DoesNotContain("Marta", _stage.StateOf("p0"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_that_is_too_long_is_asked_for_again()
    {
        var round = _stage.Open();
        _stage.Answer("p0", new string('x', VoiceTurn.MaxWords + 1));

        Assert.Contains("up to 600 fit", _stage.SaidTo("p0")[^1].Text, StringComparison.Ordinal);
        Assert.Empty(_stage.Vaults[round.Id].Words);
    }

    [Fact]
    public void Many_long_answers_come_out_in_several_posts_and_none_is_cut()
    {
        _stage.Open();
        for (var i = 0; i < 40; i++)
        {
            _stage.Answer($"p{i}", $"{i:00} {new string((char)('a' + (i % 26)), 250)}");
        }

        _stage.Pass(Duration.FromHours(25));

        var posts = _stage.Posts.Skip(1).ToList();
        Assert.All(posts, post => Assert.InRange(post.Length, 1, 1900));
        Assert.All(Enumerable.Range(0, 40), i => Assert.Single(posts, post => post.Contains($"• {i:00} {new string((char)('a' + (i % 26)), 250)}", StringComparison.Ordinal)));
    }
}
