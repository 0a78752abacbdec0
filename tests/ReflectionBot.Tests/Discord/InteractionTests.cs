using NodaTime;
using ReflectionBot.Adapters.Discord;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Tests.Discord.Loopback;
using ReflectionBot.Tests.Telegram;

namespace ReflectionBot.Tests.Discord;

public sealed class InteractionTests : InteractionBed
{
    [Fact]
    public async Task A_command_is_answered_by_its_first_message_and_what_follows_comes_behind_it()
    {
        Answer(_ => [new Reply("one"), new Reply("two") { Options = [new("!help", "Help")] }]);

        Member.Uses("reflect");

        Assert.Equal("one", (await Member.HearsAsync()).Text);
        Assert.Equal(["Help"], (await Member.HearsAsync()).Labels);
        await LoopbackDiscord.UntilAsync(() => !Sink.Taken.IsEmpty, "the end of the turn");
        Assert.Equal(new CommandInput("x", DiscordBed.AddressOf(Ann), "reflect") { ClientLanguage = "en-US", ComesAgain = true }, Sink.Taken.Single() with { Id = "x" });
        Assert.Equal(1, Discord.Calling("POST interactions/{}/{}/callback"));
        Assert.Equal(1, Discord.Calling("POST webhooks/{}/{}"));
        Assert.Equal(0, Discord.Calling("POST channels/{}/messages"));
        await Discord.AssertKeptAsync();
    }

    [Fact]
    public async Task A_press_is_answered_by_taking_the_buttons_away_in_the_same_call()
    {
        var question = await SaidAsync(LoopbackPlace.Private, new Reply("which?") { Kind = ReplyKind.Question, Options = [new("1.a", "A"), new("1.b", "B")] });
        Answer(_ => [new ReplyRetirement("q", "B"), new Reply("good")], [question.Id]);

        Member.Presses(question.Message, "B");

        Assert.Equal("good", (await Member.HearsAsync()).Text);
        Assert.Equal(["✓ B"], question.Message.Labels);
        await LoopbackDiscord.UntilAsync(() => Sink.Taken.Count == 2, "the end of the turn");
        Assert.Equal(["1.b"], Assert.IsType<OptionInput>(Sink.Taken.Last()).OptionIds);
        Assert.Equal(2, Discord.Calling("POST interactions/{}/{}/callback"));
        Assert.Equal(0, Discord.Calling("PATCH channels/{}/messages/{}"));
        await Discord.AssertKeptAsync();
    }

    [Fact]
    public async Task In_a_server_nobody_else_sees_an_answer_and_a_field_is_offered_to_write_in()
    {
        var question = await SaidAsync(LoopbackPlace.Server, new Reply("tell me") { Kind = ReplyKind.Question, TakesText = true, Options = [new("1.~skip", "Skip", OptionLook.Quiet)] });

        Assert.True(question.Message.Ephemeral);
        Assert.Equal(["Skip", "Write an answer", "Continue in private"], question.Message.Labels);
        var opened = Member.Presses(question.Message, "Write an answer");
        await LoopbackDiscord.UntilAsync(() => opened.Modal is not null, "the field");
        Answer(_ => [new ReplyRetirement("q", null), new Reply("heard")], [question.Id]);
        Member.FillsIn(opened, "my *own* words");

        Assert.Equal("heard", (await Member.HearsAsync()).Text);
        await LoopbackDiscord.UntilAsync(() => Sink.Taken.Count == 2, "the end of the turn");
        Assert.Equal("my *own* words", Assert.IsType<TextInput>(Sink.Taken.Last()).Text);
        Assert.Empty(question.Message.Labels);
        Assert.All(Member.Sees, message => Assert.True(message.Ephemeral));
        await Discord.AssertKeptAsync();
    }

    [Fact]
    public async Task Continue_in_private_moves_the_conversation_and_leaves_a_way_there()
    {
        var question = await SaidAsync(LoopbackPlace.Server, new Reply("tell me") { Kind = ReplyKind.Question, Options = [new("1.a", "A")] });
        Answer(input => input is CommandInput { Command: "continue" } ? [new Reply("here we were")] : []);

        Member.Presses(question.Message, "Continue in private");

        await LoopbackDiscord.UntilAsync(() => Member.Sees.Any(message => message.Text == "here we were"), "the conversation to go on");
        var private_ = Member.Sees.Where(message => !message.Ephemeral).ToList();
        Assert.Equal(2, private_.Count);
        Assert.StartsWith("Here we are in private", private_[0].Text, StringComparison.Ordinal);
        Assert.Contains(Member.Sees, message => message.Ephemeral && message.Components.Any(button => button.Url?.EndsWith(LoopbackChats.PrivateOf(Ann), StringComparison.Ordinal) ?? false));
        await Discord.AssertKeptAsync();
    }

    [Fact]
    public async Task A_closed_private_chat_gets_a_way_on_that_only_the_person_sees_and_is_not_tried_again()
    {
        Member.Closes();
        var question = await SaidAsync(LoopbackPlace.Server, new Reply("tell me") { Kind = ReplyKind.Question, Options = [new("1.a", "A")] });

        Member.Presses(question.Message, "Continue in private");

        await LoopbackDiscord.UntilAsync(() => Member.Sees.Any(message => message.Labels.Contains("Go on here")), "a way on");
        Assert.Single(Sink.Taken);
        Assert.IsType<SendOutcome.Refused>(await Bed.SendAsync(Ann, new Reply("a nudge") { Urgency = Urgency.Nudge }));
        Assert.IsType<SendOutcome.Refused>(await Bed.SendAsync(Ann, new Reply("a nudge") { Urgency = Urgency.Nudge }));
        Assert.Equal(1, Discord.Calling("POST channels/{}/messages"));
        var other = await Bed.SendAsync(Ann + 1, new Reply("somebody else's"));
        Assert.IsType<SendOutcome.Sent>(other);
        await Discord.AssertKeptAsync();
    }

    [Fact]
    public async Task What_nobody_asked_for_goes_to_the_private_chat_even_while_an_interaction_is_open()
    {
        await SaidAsync(LoopbackPlace.Server, new Reply("in the server"));

        await Bed.SendAsync(Ann, new Reply("a nudge") { Urgency = Urgency.Nudge, Silent = true });

        var nudge = Member.Sees.Last();
        Assert.Equal(("a nudge", false, true), (nudge.Text, nudge.Ephemeral, nudge.Silent));
        await Discord.AssertKeptAsync();
    }

    [Fact]
    public async Task Who_writes_in_the_private_chat_is_answered_there()
    {
        await SaidAsync(LoopbackPlace.Server, new Reply("in the server"));
        Answer(_ => [new Reply("in private")]);

        Member.Writes("hello");

        await LoopbackDiscord.UntilAsync(() => Member.Sees.Any(message => message.Text == "in private"), "an answer");
        Assert.False(Member.Sees.Last().Ephemeral);
        Assert.Equal(0, Discord.Calling("POST users/@me/channels"));
        await Discord.AssertKeptAsync();
    }

    [Theory]
    [InlineData(LoopbackPlace.Server)]
    [InlineData(LoopbackPlace.Private)]
    [InlineData(LoopbackPlace.OtherChat)]
    public async Task An_answer_that_takes_its_time_is_announced_in_time(LoopbackPlace place)
    {
        var ready = new TaskCompletionSource();
        Sink.Decide = async (input, _) =>
        {
            await ready.Task;
            await Bed.SendAsync(Ann, new Reply("at last"));
            await Bed.SendAsync(Ann, new Reply("and more"));
            return Acceptance.Taken;
        };

        var used = Member.Uses("reflect", place: place);
        await PassLimitAsync(offered: 1);
        await LoopbackDiscord.UntilAsync(() => used.Answer is not null, "a first answer");
        Assert.Equal(5, used.Answer);
        Assert.Equal(FirstAnswers.Limit, used.AnsweredAfter);
        ready.SetResult();

        Assert.Equal("at last", (await Member.HearsAsync()).Text);
        Assert.Equal("and more", (await Member.HearsAsync()).Text);
        Assert.Equal("at last", used.Original?.Text);
        await Discord.AssertKeptAsync();
    }

    [Fact]
    public async Task A_press_whose_answer_takes_its_time_does_not_keep_the_button_spinning()
    {
        var question = await SaidAsync(LoopbackPlace.Private, new Reply("which?") { Options = [new("1.a", "A")] });
        var ready = new TaskCompletionSource();
        Sink.Decide = async (input, _) =>
        {
            await ready.Task;
            await Bed.SendAsync(Ann, new ReplyRetirement("q", null), question.Id);
            await Bed.SendAsync(Ann, new Reply("at last"));
            return Acceptance.Taken;
        };

        var pressed = Member.Presses(question.Message, "A");
        await PassLimitAsync(offered: 2);
        await LoopbackDiscord.UntilAsync(() => pressed.Answer is not null, "a first answer");
        Assert.Equal(6, pressed.Answer);
        ready.SetResult();

        Assert.Equal("at last", (await Member.HearsAsync()).Text);
        Assert.Empty(question.Message.Labels);
        await Discord.AssertKeptAsync();
    }

    [Fact]
    public async Task An_interaction_that_comes_twice_is_acted_on_once()
    {
        Answer(_ => [new Reply("once")]);
        var payload = Member.Uses("reflect");
        await Member.HearsAsync();

        Discord.Gateway.Repeat();
        await LoopbackDiscord.UntilAsync(() => Discord.Gateway is { Waiting: 0, Open: 0 }, "the second one");

        Assert.Single(Sink.Offered);
        Assert.Single(Member.Sees);
        Assert.Equal(4, payload.Answer);
        await Discord.AssertKeptAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_an_earlier_process_answered_is_left_as_it_is_when_the_interaction_comes_again(bool pressed)
    {
        Discord.ForgivesLateAnswers = true;
        var question = await SaidAsync(LoopbackPlace.Private, new Reply("which?") { Options = [new("1.a", "A")] });
        Answer(_ => [new Reply("one") { Options = [new("2.b", "B")] }]);
        if (pressed)
        {
            Member.Presses(question.Message, "A");
        }
        else
        {
            Member.Uses("reflect");
        }

        var one = await Member.HearsAsync();
        await Bed.DisposeAsync();
        var later = new RecordingSink { Decide = (_, _) => ValueTask.FromResult(Acceptance.Duplicate) };
        Bed = await DiscordBed.StartAsync(Discord, later, time: Time);
        Discord.Gateway.Repeat();
        await LoopbackDiscord.UntilAsync(() => !later.Offered.IsEmpty && Discord.Gateway is { Waiting: 0, Open: 0 }, "the second one");

        await Bed.SendAsync(Ann, new ReplyRetirement("q", "A"), question.Id);
        await Bed.SendAsync(Ann, new Reply("two"));

        Assert.Equal("two", (await Member.HearsAsync()).Text);
        Assert.Equal(("one", "B"), (one.Text, one.Labels.Single()));
        Assert.Equal(["✓ A"], question.Message.Labels);
        await Discord.AssertKeptAsync();
    }

    [Fact]
    public async Task A_component_that_the_bot_does_not_know_and_a_field_without_words_are_passed_on_and_answered()
    {
        var said = await SaidAsync(LoopbackPlace.Private, new Reply("which?") { Options = [new("1.a", "A")] });

        Member.PressesRaw(said.Message, "~of-a-later-bot#x");
        await LoopbackDiscord.UntilAsync(() => Sink.Taken.Count == 2, "the press");
        Assert.Equal(["~of-a-later-bot"], Assert.IsType<OptionInput>(Sink.Taken.Last()).OptionIds);

        var field = Member.Submits(CustomIds.Write);
        await LoopbackDiscord.UntilAsync(() => Sink.Taken.Count == 3, "the field");
        Assert.Equal("", Assert.IsType<TextInput>(Sink.Taken.Last()).Text);
        await PassLimitAsync(offered: 3);
        await LoopbackDiscord.UntilAsync(() => field.Answer is not null, "its answer");
        await Discord.AssertKeptAsync();
    }

    [Fact]
    public async Task An_interaction_that_expired_before_it_was_answered_is_continued_in_the_private_chat()
    {
        Discord.ForgivesLateAnswers = true;
        Discord.Plan("POST interactions/{}/{}/callback", PlannedFault.UnknownInteraction);
        Answer(_ => [new Reply("one"), new Reply("two")]);

        Member.Uses("reflect", place: LoopbackPlace.Server);

        Assert.Equal("one", (await Member.HearsAsync()).Text);
        Assert.Equal("two", (await Member.HearsAsync()).Text);
        Assert.All(Member.Sees, message => Assert.False(message.Ephemeral));
        await Discord.AssertKeptAsync();
    }

    [Fact]
    public async Task When_the_token_has_ended_the_rest_goes_to_the_private_chat()
    {
        Answer(_ => [new Reply("one")]);
        var used = Member.Uses("reflect", place: LoopbackPlace.Server);
        await Member.HearsAsync();
        used.Aged = TimeSpan.FromMinutes(16);

        var outcome = await Bed.SendAsync(Ann, new Reply("two"));

        Assert.IsType<SendOutcome.Sent>(outcome);
        Assert.False((await Member.HearsAsync()).Ephemeral);
        await Discord.AssertKeptAsync();
    }

    [Fact]
    public async Task An_app_that_only_a_person_installed_goes_on_in_private_when_it_may_say_no_more()
    {
        Discord.Plan("POST webhooks/{}/{}", PlannedFault.TooManyFollowups);
        Answer(_ => [new Reply("one"), new Reply("two"), new Reply("three")]);

        Member.Uses("reflect", place: LoopbackPlace.OtherChat);

        Assert.True((await Member.HearsAsync()).Ephemeral);
        Assert.Equal(("two", false), (await Member.HearsAsync()) is var two ? (two.Text, two.Ephemeral) : default);
        Assert.Equal(("three", false), (await Member.HearsAsync()) is var three ? (three.Text, three.Ephemeral) : default);
        await Discord.AssertKeptAsync();
    }

    [Fact]
    public async Task Many_equal_options_are_a_list_and_ticks_are_sent_together()
    {
        var list = await SaidAsync(LoopbackPlace.Private, new Reply("which?") { Options = [.. Enumerable.Range(0, 12).Select(i => new Option($"1.{i}", $"Number {i}")), new("1.~stop", "Stop", OptionLook.Quiet)] });
        Member.Presses(list.Message, "Number 7");
        await LoopbackDiscord.UntilAsync(() => Sink.Taken.Count == 2, "the choice");
        Assert.Equal(["1.7"], Assert.IsType<OptionInput>(Sink.Taken.Last()).OptionIds);

        var ticks = await SaidAsync(LoopbackPlace.Private, new Reply("what fits?")
        {
            PickSeveral = true,
            Options = [new("2.a", "A", OptionLook.Unpicked), new("2.b", "B", OptionLook.Unpicked), new("2.c", "C", OptionLook.Unpicked), new("2.~done", "Done", OptionLook.Primary), new("2.~skip", "Skip", OptionLook.Quiet)],
        });
        Assert.Equal(["A", "B", "C", "Done", "Skip"], ticks.Message.Labels);
        Member.Presses(ticks.Message, "C", "A");
        await LoopbackDiscord.UntilAsync(() => Sink.Taken.Count == 4, "the ticks");
        Assert.Equal(["2.c", "2.a", "2.~done"], Assert.IsType<OptionInput>(Sink.Taken.Last()).OptionIds);

        // The bot had nothing to say to either.
        await PassLimitAsync(offered: 4);
        await Discord.AssertKeptAsync();
    }

    [Fact]
    public async Task An_unknown_or_forged_component_harms_nobody()
    {
        Answer(_ => [new Reply("that is of another question")]);
        var said = await SaidAsync(LoopbackPlace.Private, new Reply("which?") { Options = [new("1.a", "A")] });

        Discord.Person(Ann + 1).PressesRaw(said.Message, said.Message.Components[0].CustomId);
        await LoopbackDiscord.UntilAsync(() => Sink.Taken.Count == 2, "the press");

        Assert.Equal(DiscordBed.AddressOf(Ann + 1), Sink.Taken.Last().Address);
        await LoopbackDiscord.UntilAsync(() => Discord.Person(Ann + 1).Sees.Any(), "an answer to the one who pressed");
        await Discord.AssertKeptAsync();
    }

    /// <summary>Waits until the bot watches over the three seconds of an interaction, and lets the time pass by which it must have been answered.</summary>
    /// <param name="offered">How many inputs the bot has by then.</param>
    private async Task PassLimitAsync(int offered)
    {
        await LoopbackDiscord.UntilAsync(() => Sink.Offered.Count == offered && Time.IsDueIn(FirstAnswers.Limit), "the watch over the first answer");
        Time.Pass(FirstAnswers.Limit);
    }

    /// <summary>The bot answers each Input with these, in order, as the Outbox would.</summary>
    private void Answer(Func<Input, Outgoing[]> answers, string[]? target = null) => Sink.Decide = async (input, _) =>
    {
        foreach (var outgoing in answers(input))
        {
            await Bed.SendAsync(new Delivery($"r{SystemClock.Instance.GetCurrentInstant().ToUnixTimeTicks():x}", input.Address, outgoing, target ?? []));
        }

        return Acceptance.Taken;
    };

    /// <summary>A command of hers, and what the bot said to it.</summary>
    private async Task<(LoopbackMessage Message, string Id)> SaidAsync(LoopbackPlace place, Reply reply)
    {
        var before = Sink.Decide;
        var sent = new TaskCompletionSource<SendOutcome>();
        Sink.Decide = async (_, _) =>
        {
            sent.SetResult(await Bed.SendAsync(Ann, reply));
            return Acceptance.Taken;
        };
        Member.Uses("reflect", place: place);
        var ids = Assert.IsType<SendOutcome.Sent>(await sent.Task).MessageIds;
        Sink.Decide = before;
        await LoopbackDiscord.UntilAsync(() => Discord.Gateway.Open == 0, "the command to be done");
        var message = await Member.HearsAsync();
        return (message, ids[^1]);
    }
}
