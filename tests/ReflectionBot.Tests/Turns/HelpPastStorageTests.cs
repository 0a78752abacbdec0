using NodaTime;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Crisis;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Storage;
using ReflectionBot.Tests.Outbox;
using ReflectionBot.Tests.Storage;
using ReflectionBot.Turns;

namespace ReflectionBot.Tests.Turns;

/// <summary>The one exception: help goes out whatever the storage does.</summary>
public sealed class HelpPastStorageTests
{
    private static readonly Address Ann = Address.Parse("local:ann");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_cry_for_help_gets_the_card_when_nothing_can_be_loaded()
    {
        var flaky = default(FlakyTurnStore);
        await using var bot = new BotUnderTest(turns: inner => flaky = new FlakyTurnStore(inner) { LoadFails = true });
        Assert.Equal(Acceptance.Unavailable, await bot.SayAsync("1", Ann, BotUnderTest.Danger));
        Assert.Equal([$"{BotUnderTest.CardText} en ? Card"], bot.Platform.Texts);
        Assert.NotNull(flaky);
    }

    [Fact]
    public async Task A_cry_for_help_gets_the_card_when_nothing_can_be_committed_and_in_the_language_last_known()
    {
        var flaky = default(FlakyTurnStore);
        await using var bot = new BotUnderTest(turns: inner => flaky = new FlakyTurnStore(inner));
        await bot.StartAsync();
        await bot.Dispatcher.AcceptAsync(new TextInput("0", Ann, "hola") { ClientLanguage = "es-MX" }, Token);
        await bot.AllSentAsync();
        flaky!.CommitFails = true;
        Assert.Equal(Acceptance.Unavailable, await bot.SayAsync("1", Ann, BotUnderTest.Danger));
        Assert.Equal($"{BotUnderTest.CardText} es ? Card", bot.Platform.Texts[^1]);
    }

    [Theory]
    [InlineData("help")]
    [InlineData("SOS!")]
    [InlineData("/help")]
    [InlineData("ayuda")]
    [InlineData("Ayúdame")]
    public async Task Help_words_of_every_language_get_the_card_without_storage(string word)
    {
        await using var bot = new BotUnderTest(turns: inner => new FlakyTurnStore(inner) { LoadFails = true });
        Assert.Equal(Acceptance.Unavailable, await bot.SayAsync("1", Ann, word));
        Assert.Equal([$"{BotUnderTest.CardText} en ? None"], bot.Platform.Texts);
    }

    [Fact]
    public async Task Help_commands_and_buttons_get_the_card_without_storage_and_other_inputs_a_kind_word()
    {
        await using var bot = new BotUnderTest(turns: inner => new FlakyTurnStore(inner) { LoadFails = true });
        await bot.Dispatcher.AcceptAsync(new CommandInput("1", Ann, Commands.Help), Token);
        await bot.Dispatcher.AcceptAsync(new OptionInput("2", Ann, ["!help"]), Token);
        await bot.Dispatcher.AcceptAsync(new OptionInput("3", Ann, ["!care/now/2"]), Token);
        Assert.Equal(3, bot.Platform.Texts.Count(text => text.StartsWith(BotUnderTest.CardText, StringComparison.Ordinal)));
        await bot.Dispatcher.AcceptAsync(new OptionInput("4", Ann, ["!care/no/2"]), Token);
        Assert.Equal(BotUnderTest.Pack.In("en").Text("trouble.not-taken"), bot.Platform.Texts[^1]);
    }

    [Theory]
    [InlineData("!help")]
    [InlineData("12.~help")]
    [InlineData("12.afraid!violence")]
    [InlineData("!care/yes/1-1-")]
    public async Task Every_button_that_opens_help_gets_the_card_without_storage(string id)
    {
        await using var bot = new BotUnderTest(turns: inner => new FlakyTurnStore(inner) { LoadFails = true });
        await bot.Dispatcher.AcceptAsync(new OptionInput("1", Ann, [id]), Token);
        Assert.Equal([$"{BotUnderTest.CardText} en ? None"], bot.Platform.Texts);
    }

    [Theory]
    [InlineData("help")]
    [InlineData("/help")]
    [InlineData("/help please")]
    [InlineData("/help@reflection_bot please")]
    [InlineData("/ayuda\nya")]
    public async Task A_message_that_is_corrected_into_a_call_for_help_gets_the_card_without_storage(string text)
    {
        await using var bot = new BotUnderTest(turns: inner => new FlakyTurnStore(inner) { LoadFails = true });
        await bot.Dispatcher.AcceptAsync(new TextInput("1", Ann, text, Edited: true), Token);
        Assert.Equal([$"{BotUnderTest.CardText} en ? None"], bot.Platform.Texts);
    }

    [Theory]
    [InlineData("yes", true)]
    [InlineData("I do not know", true)]
    [InlineData("skip", true)]
    [InlineData("no", false)]
    [InlineData("Not really.", false)]
    [InlineData("para nada", false)]
    [InlineData("Blue curtain", false)]
    public async Task Any_answer_to_the_plain_question_that_is_no_no_gets_the_card_without_storage(string answer, bool helps)
    {
        var (bot, flaky) = await AskedAsync();
        await using var _ = bot;
        flaky.LoadFails = true;
        await bot.SayAsync("answer", Ann, answer);
        Assert.Equal(helps ? $"{BotUnderTest.CardText} en ? None" : BotUnderTest.Pack.In("en").Text("trouble.not-taken"), bot.Platform.Texts[^1]);
    }

    [Fact]
    public async Task What_is_begun_while_the_plain_question_waits_gets_the_card_without_storage_but_not_what_hides_it()
    {
        var (bot, flaky) = await AskedAsync();
        await using var _ = bot;
        flaky.LoadFails = true;
        var said = bot.Platform.Texts.Count;
        foreach (var (input, helps) in new (Input, bool)[]
                 {
                     (new CommandInput("c", Ann, Commands.Stop), true), (new OptionInput("o", Ann, ["!continue"]), true), (new MediaInput("m", Ann), true),
                     (new TextInput("e", Ann, "well", Edited: true), false), (new OptionInput("h", Ann, ["!care/hide/2-0-/1"]), false), (new OptionInput("n", Ann, ["!care/no/1-1-"]), false),
                 })
        {
            await bot.Dispatcher.AcceptAsync(input, Token);
            Assert.True(bot.Platform.Texts.Skip(said).Any(text => text.StartsWith(BotUnderTest.CardText, StringComparison.Ordinal)) == helps, $"{input}");
            said = bot.Platform.Texts.Count;
        }
    }

    [Fact]
    public async Task The_plain_question_waits_until_its_answer_is_taken_down()
    {
        var (bot, flaky) = await AskedAsync();
        await using var _ = bot;
        flaky.CommitFails = true;
        await bot.SayAsync("a1", Ann, "yes");
        await bot.SayAsync("a2", Ann, "yes");
        Assert.Equal([$"{BotUnderTest.CardText} en ? None", $"{BotUnderTest.CardText} en ? None"], bot.Platform.Texts.TakeLast(2));

        flaky.CommitFails = false;
        Assert.Equal(Acceptance.Taken, await bot.SayAsync("a3", Ann, "no"));
        await bot.AllSentAsync();
        flaky.LoadFails = true;
        await bot.SayAsync("a4", Ann, "yes");
        Assert.Equal(BotUnderTest.Pack.In("en").Text("trouble.not-taken"), bot.Platform.Texts[^1]);
    }

    /// <summary>Somebody who has a word that clears the table was asked the plain question.</summary>
    private static async Task<(BotUnderTest Bot, FlakyTurnStore Store)> AskedAsync()
    {
        var flaky = default(FlakyTurnStore);
        var bot = new BotUnderTest(turns: inner => flaky = new FlakyTurnStore(inner))
        {
            Screen = text => text == "low" ? new Screening(Tier.Ask, CrisisKinds.Suicide, ["test"]) : Screening.Clear,
        };
        await bot.StartAsync();
        var stored = await bot.Storage.Turns.LoadAsync(Ann, "begin", Token);
        var begun = new Conversation(Ann) { Consent = new Consent("1", bot.Clock.GetCurrentInstant()), Preferences = new Preferences { TidyWord = "blue curtain" } };
        await bot.Storage.Turns.CommitAsync(new TurnCommit(stored, "begin", bot.Clock.GetCurrentInstant()) { State = ConversationJson.Write(begun) }, Token);
        await bot.SayAsync("asks", Ann, "low");
        await bot.AllSentAsync();
        return (bot, flaky!);
    }

    [Fact]
    public async Task A_fault_of_the_screen_counts_as_a_call_for_help()
    {
        await using var bot = new BotUnderTest(turns: inner => new FlakyTurnStore(inner) { LoadFails = true })
        {
            Screen = _ => throw new InvalidOperationException("bug"),
        };
        await bot.SayAsync("1", Ann, "anything");
        Assert.Equal([$"{BotUnderTest.CardText} en ? Ask"], bot.Platform.Texts);
    }

    [Fact]
    public async Task A_storage_that_hangs_holds_the_card_up_for_less_than_a_second()
    {
        var flaky = default(FlakyTurnStore);
        await using var bot = new BotUnderTest(turns: inner => flaky = new FlakyTurnStore(inner) { LoadGate = new() });
        var turn = bot.SayAsync("1", Ann, BotUnderTest.Danger).AsTask();
        await Eventually.Equal(2, () => bot.Clock.Due.Count);
        Assert.Empty(bot.Platform.Texts);
        bot.Clock.Advance(Duration.FromMilliseconds(999));
        await Eventually.Equal(1, () => bot.Platform.Texts.Count);
        bot.Clock.Advance(Duration.FromMilliseconds(1001));
        Assert.Equal(Acceptance.Unavailable, await turn);
        Assert.NotNull(flaky);
        Assert.Single(bot.Platform.Texts);
    }

    [Fact]
    public async Task Others_hear_at_most_once_a_minute_that_nothing_was_taken()
    {
        await using var bot = new BotUnderTest(turns: inner => new FlakyTurnStore(inner) { LoadFails = true });
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(Acceptance.Unavailable, await bot.SayAsync($"{i}", Ann, "hello"));
        }

        Assert.Equal([BotUnderTest.Pack.In("en").Text("trouble.not-taken")], bot.Platform.Texts);
        bot.Clock.Advance(Duration.FromSeconds(61));
        await bot.SayAsync("later", Ann, "hello");
        Assert.Equal(2, bot.Platform.Texts.Count);
    }

    [Fact]
    public async Task The_same_input_offered_again_and_again_gets_one_card()
    {
        await using var bot = new BotUnderTest(turns: inner => new FlakyTurnStore(inner) { LoadFails = true });
        for (var i = 0; i < 5; i++)
        {
            await bot.SayAsync("the same", Ann, BotUnderTest.Danger);
        }

        Assert.Single(bot.Platform.Texts);
    }

    [Fact]
    public async Task A_card_the_platform_did_not_take_is_tried_again_from_memory()
    {
        await using var bot = new BotUnderTest(turns: inner => new FlakyTurnStore(inner) { LoadFails = true });
        bot.Platform.Next(Ann, new SendOutcome.Doubtful("broken")).Next(Ann, new SendOutcome.RetryAfter(Duration.FromSeconds(3), RetryScope.Address));
        await bot.SayAsync("1", Ann, BotUnderTest.Danger);
        await AdvanceUntilAsync(bot, () => bot.Platform.Deliveries.Count == 3);
        Assert.True(bot.Platform.Deliveries[1].InDoubt);
        Assert.Single(bot.Platform.Deliveries.Select(delivery => delivery.Id).Distinct());
    }

    [Fact]
    public async Task A_card_the_platform_does_not_understand_is_sent_once_more_without_its_buttons()
    {
        await using var bot = new BotUnderTest(turns: inner => new FlakyTurnStore(inner) { LoadFails = true });
        bot.Platform.Next(Ann, new SendOutcome.Invalid("test"));
        await bot.SayAsync("1", Ann, BotUnderTest.Danger);
        var sent = bot.Platform.Deliveries.Select(delivery => (delivery.Id, Reply: (Reply)delivery.Outgoing)).ToList();
        Assert.Equal([1, 0], sent.Select(one => one.Reply.Options.Length));
        Assert.Equal(2, sent.Select(one => one.Id).Distinct().Count());
        Assert.All(sent, one => Assert.Equal(($"{BotUnderTest.CardText} en ? Card", Urgency.Help), (one.Reply.Text, one.Reply.Urgency)));

        bot.Platform.Next(Ann, new SendOutcome.Invalid("test")).Next(Ann, new SendOutcome.Invalid("test"));
        await bot.SayAsync("2", Ann, BotUnderTest.Danger);
        Assert.Equal(4, bot.Platform.Deliveries.Count);
    }

    [Fact]
    public async Task A_turn_that_something_broke_off_still_gives_help()
    {
        var flaky = default(FlakyTurnStore);
        await using var bot = new BotUnderTest(turns: inner => flaky = new FlakyTurnStore(inner) { BeforeCommit = () => throw new TaskCanceledException() });
        Assert.Equal(Acceptance.Unavailable, await bot.SayAsync("1", Ann, BotUnderTest.Danger));
        Assert.Equal([$"{BotUnderTest.CardText} en ? Card"], bot.Platform.Texts);
        Assert.NotNull(flaky);
    }

    [Fact]
    public async Task Who_cries_for_help_while_the_bot_ends_gets_the_card()
    {
        await using var bot = new BotUnderTest();
        await bot.Dispatcher.StopAsync(Token);
        Assert.Equal(Acceptance.Unavailable, await bot.SayAsync("1", Ann, BotUnderTest.Danger));
        Assert.Equal([$"{BotUnderTest.CardText} en ? Card"], bot.Platform.Texts);
    }

    [Fact]
    public async Task A_full_lane_still_gives_help_and_says_that_it_was_too_much()
    {
        var flaky = default(FlakyTurnStore);
        await using var bot = new BotUnderTest(turns: inner => flaky = new FlakyTurnStore(inner) { LoadGate = new() });
        var waiting = Enumerable.Range(0, TurnLanes.MaxPerAddress).Select(i => bot.SayAsync($"{i}", Ann, "hello").AsTask()).ToList();
        Assert.Equal(Acceptance.TooMany, await bot.SayAsync("more", Ann, "hello"));
        Assert.Equal(Acceptance.TooMany, await bot.SayAsync("danger", Ann, BotUnderTest.Danger));
        Assert.Equal([BotUnderTest.Pack.In("en").Text("trouble.too-many"), $"{BotUnderTest.CardText} en ? Card"], bot.Platform.Texts);
        var gate = flaky!.LoadGate!;
        flaky.LoadGate = null;
        gate.SetResult();
        Assert.All(await Task.WhenAll(waiting), acceptance => Assert.Equal(Acceptance.Taken, acceptance));
    }

    [Fact]
    public async Task With_the_database_overwritten_while_running_help_goes_out_and_the_bot_is_not_ready()
    {
        await using var bot = new BotUnderTest();
        await bot.StartAsync();
        Assert.Equal(Acceptance.Taken, await bot.SayAsync("1", Ann, "hello"));
        await bot.AllSentAsync();
        await File.WriteAllTextAsync(bot.Storage.Options.DatabasePath, "rubbish", Token);
        await AssertHelpOnlyAsync(bot);
    }

    [Fact]
    public async Task With_the_database_replaced_by_a_folder_while_running_help_goes_out_and_when_it_is_back_the_talk_goes_on()
    {
        await using var bot = new BotUnderTest();
        await bot.StartAsync();
        Assert.Equal(Acceptance.Taken, await bot.SayAsync("1", Ann, "hello"));
        await bot.AllSentAsync();
        var path = bot.Storage.Options.DatabasePath;
        File.Move(path, path + ".away");
        Directory.CreateDirectory(path);
        await AssertHelpOnlyAsync(bot);

        Assert.Throws<ReflectionBot.Storage.StorageUnavailableException>(bot.Storage.Database.Open);
        Directory.Delete(path);
        Assert.Throws<ReflectionBot.Storage.StorageUnavailableException>(bot.Storage.Database.Open);
        Assert.False(File.Exists(path));
        File.Move(path + ".away", path);
        bot.Storage.Database.Open();
        Assert.Equal(Acceptance.Duplicate, await bot.SayAsync("1", Ann, "hello"));
        Assert.Equal(Acceptance.Taken, await bot.SayAsync("again", Ann, "about"));
    }

    [Fact]
    public async Task With_rubbish_instead_of_a_database_at_the_start_help_goes_out()
    {
        using var folder = new TempFolder();
        var storage = SqliteUnderTest.Closed(SqliteUnderTest.OptionsIn(folder));
        await File.WriteAllTextAsync(storage.Options.KeyPath, Convert.ToBase64String(new byte[32]), Token);
        await File.WriteAllTextAsync(storage.Options.DatabasePath, string.Concat(Enumerable.Repeat("rubbish!", 1000)), Token);
        Assert.Throws<ReflectionBot.Storage.StorageUnavailableException>(storage.Database.Open);
        await using var bot = new BotUnderTest(storage);
        await AssertHelpOnlyAsync(bot);
        Assert.StartsWith("rubbish!", await File.ReadAllTextAsync(storage.Options.DatabasePath, Token), StringComparison.Ordinal);
    }

    private static async Task AssertHelpOnlyAsync(BotUnderTest bot)
    {
        Assert.Equal(Acceptance.Unavailable, await bot.SayAsync("in danger", Ann, BotUnderTest.Danger));
        Assert.StartsWith(BotUnderTest.CardText, bot.Platform.Texts[^1], StringComparison.Ordinal);
        Assert.Equal(Acceptance.Unavailable, await bot.SayAsync("other", Ann, "hello"));
        Assert.NotNull(bot.Storage.Database.Fault);
    }

    private static async Task AdvanceUntilAsync(BotUnderTest bot, Func<bool> done)
    {
        await Eventually.True(
            () =>
            {
                if (!done())
                {
                    bot.Clock.Advance(Duration.FromMilliseconds(100));
                }

                return done();
            },
            "the clock brings it about");
    }

    [Fact]
    public async Task Who_is_going_to_be_offered_again_is_not_told_that_they_were_not_taken_but_helped_at_once()
    {
        await using var bot = new BotUnderTest(turns: inner => new FlakyTurnStore(inner) { LoadFails = true });

        await bot.Dispatcher.AcceptAsync(new TextInput("1", Ann, "hello") { ComesAgain = true }, Token);
        Assert.Empty(bot.Platform.Texts);
        await bot.Dispatcher.AcceptAsync(new TextInput("2", Ann, BotUnderTest.Danger) { ComesAgain = true }, Token);
        Assert.StartsWith(BotUnderTest.CardText, Assert.Single(bot.Platform.Texts), StringComparison.Ordinal);
        await bot.Dispatcher.AcceptAsync(new TextInput("1", Ann, "hello"), Token);
        Assert.Equal(2, bot.Platform.Texts.Count);
    }

    [Fact]
    public async Task Who_waits_outside_is_looked_at_for_a_cry_for_help_and_who_is_turned_away_is_told_once()
    {
        await using var bot = new BotUnderTest();

        await bot.Dispatcher.LookAsync(new TextInput("1", Ann, "hello"), turnedAway: false);
        Assert.Empty(bot.Platform.Texts);
        await bot.Dispatcher.LookAsync(new TextInput("2", Ann, BotUnderTest.Danger), turnedAway: false);
        Assert.StartsWith(BotUnderTest.CardText, Assert.Single(bot.Platform.Texts), StringComparison.Ordinal);
        await bot.Dispatcher.LookAsync(new TextInput("3", Ann, "hello"), turnedAway: true);
        await bot.Dispatcher.LookAsync(new TextInput("4", Ann, "hello"), turnedAway: true);
        Assert.Equal(2, bot.Platform.Texts.Count);
    }
}
