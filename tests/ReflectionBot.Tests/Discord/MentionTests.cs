using ReflectionBot.Adapters.Discord;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Tests.Discord.Loopback;
using ReflectionBot.Tests.Telegram;
using ReflectionBot.Tests.Turns;

namespace ReflectionBot.Tests.Discord;

/// <summary>Who names the bot in a server, where everybody reads it.</summary>
public sealed class MentionTests
{
    private const long Ann = 42;
    private const string Name = $"<@{LoopbackDiscord.Application}>";

    [Theory]
    [InlineData($"{Name} help")]
    [InlineData($"{Name}, I want to kill myself tonight")]
    [InlineData($"ayuda {Name}")]
    public async Task A_call_for_help_is_answered_in_private_and_the_server_sees_nothing(string said)
    {
        await using var whole = await WholeDiscord.StartAsync();
        var ann = whole.Discord.Person(Ann);

        ann.WritesInServer(said);
        whole.Discord.Gateway.Repeat();
        await CardAsync(whole, ann);
        await whole.QuietAsync();

        Assert.Single(ann.Sees, message => !message.Ephemeral);
        Assert.Empty(InServer(whole));
        await whole.Discord.AssertKeptAsync();
    }

    [Fact]
    public async Task What_was_said_is_corrected_into_a_call_for_help()
    {
        await using var whole = await WholeDiscord.StartAsync();
        var ann = whole.Discord.Person(Ann);

        var id = ann.WritesInServer($"{Name} hello");
        await whole.QuietAsync();
        Assert.Empty(ann.Sees);

        ann.WritesInServer($"{Name} help", edits: id);
        await CardAsync(whole, ann);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Where_the_private_chat_is_closed_a_general_line_stands_in_the_server_and_its_button_answers_only_whoever_presses(bool databaseIsGone)
    {
        FlakyTurnStore? store = null;
        await using var whole = await WholeDiscord.StartAsync(databaseIsGone ? turns => store = new FlakyTurnStore(turns) { LoadFails = true } : null);
        var (ann, ben) = (whole.Discord.Person(Ann), whole.Discord.Person(43));
        ann.Closes();

        ann.WritesInServer($"{Name} help me, he is going to kill me");
        await LoopbackDiscord.UntilAsync(() => InServer(whole).Count == 1, "the line", whole.Date.GoOn);
        var line = Assert.Single(InServer(whole));
        Assert.Equal(TelegramBed.Content.Value.In("en").Text("discord.mention.help"), line.Text);
        Assert.DoesNotContain("42", line.Text, StringComparison.Ordinal);

        foreach (var person in new[] { ann, ben })
        {
            person.Presses(line, "Help");
            await CardAsync(whole, person);
            Assert.True(person.Sees.Last().Ephemeral);
        }

        Assert.Single(InServer(whole));
        await whole.Discord.AssertKeptAsync();
    }

    [Theory]
    [InlineData(PlannedFault.TooFast)]
    [InlineData(PlannedFault.Html502)]
    [InlineData(PlannedFault.ResetAfter)]
    public async Task The_line_is_tried_until_it_stands_there_once(PlannedFault fault)
    {
        await using var discord = await LoopbackDiscord.StartAsync();
        var sink = new RecordingSink();
        await using var bed = await DiscordBed.StartAsync(discord, sink);
        var ann = discord.Person(Ann);

        ann.WritesInServer($"{Name} danger");
        await LoopbackDiscord.UntilAsync(() => !sink.Taken.IsEmpty, "the call");
        discord.Plan("POST channels/{}/messages", PlannedFault.Forbidden, fault);
        Assert.IsType<SendOutcome.Refused>(await bed.SendAsync(Ann, new Reply("a Card") { Urgency = Urgency.Help }));

        await LoopbackDiscord.UntilAsync(() => discord.Calling("POST channels/{}/messages") >= 3 && discord.Chats.To(LoopbackChats.PersonOf(LoopbackServer.Channel)).Count == 1, "the line");
        await discord.AssertKeptAsync();
    }

    [Fact]
    public async Task Nothing_else_that_is_said_in_a_server_is_taken()
    {
        await using var discord = await LoopbackDiscord.StartAsync();
        var sink = new RecordingSink();
        await using var bed = await DiscordBed.StartAsync(discord, sink);
        var ann = discord.Person(Ann);

        ann.WritesInServer("danger");
        ann.WritesInServer($"{Name} what a nice bot");
        ann.WritesInServer($"{Name} danger", bot: true);
        ann.Writes("in private");
        await LoopbackDiscord.UntilAsync(() => !sink.Taken.IsEmpty, "the last one");

        Assert.Equal("in private", Assert.IsType<TextInput>(Assert.Single(sink.Taken)).Text);
        Assert.Empty(discord.Chats.To(LoopbackChats.PersonOf(LoopbackServer.Channel)));
        Assert.Empty(ann.Sees);
    }

    private static IReadOnlyList<LoopbackMessage> InServer(WholeDiscord whole) => whole.Discord.Chats.To(LoopbackChats.PersonOf(LoopbackServer.Channel));

    private static Task CardAsync(WholeDiscord whole, LoopbackPerson person) => LoopbackDiscord.UntilAsync(
        () => whole.Said.Any(said => said.Kind == ReplyKind.Card && said.Address == Address.Of(DiscordOptions.Platform, $"{person.Id}")) && person.Sees.Any(), "the Card", whole.Date.GoOn);
}
