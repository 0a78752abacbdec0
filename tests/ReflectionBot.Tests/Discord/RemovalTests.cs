using ReflectionBot.Adapters.Discord;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Tests.Discord.Loopback;
using ReflectionBot.Tests.Telegram;

namespace ReflectionBot.Tests.Discord;

public sealed class RemovalTests : IAsyncLifetime
{
    private const long Ann = 42;
    private const string Delete = "DELETE channels/{}/messages/{}";
    private readonly RecordingSink _sink = new();
    private readonly ManualTime _time = new();
    private LoopbackDiscord _discord = null!;
    private DiscordBed _bed = null!;

    public async ValueTask InitializeAsync()
    {
        _discord = await LoopbackDiscord.StartAsync();
        _discord.Time = _time;
        _bed = await DiscordBed.StartAsync(_discord, _sink, time: _time);
    }

    public async ValueTask DisposeAsync()
    {
        await _bed.DisposeAsync();
        await _discord.DisposeAsync();
    }

    [Fact]
    public async Task A_removal_that_has_to_wait_goes_on_where_it_stopped()
    {
        var ids = Enumerable.Range(0, 12).Select(_ => Stands().Id).ToList();

        await RemoveAsync(new ReplyRemoval(["q"]), [.. ids.Select(id => MessageIds.InChannel(LoopbackChats.PrivateOf(Ann), id))]);

        Assert.Empty(_discord.Person(Ann).Sees);
        Assert.Equal(12, _discord.Calling(Delete));
        await _discord.AssertKeptAsync();
    }

    [Fact]
    public async Task When_everything_goes_so_does_what_no_id_is_known_of()
    {
        var ann = _discord.Person(Ann);
        _sink.Decide = async (input, _) =>
        {
            await _bed.SendAsync(Ann, new Reply("tell me") { Kind = ReplyKind.Question, Options = [new("1.a", "A")] });
            return Acceptance.Taken;
        };
        ann.Uses("reflect", place: LoopbackPlace.Server);
        await ann.PressesAsync("Continue in private");
        await LoopbackDiscord.UntilAsync(() => _sink.Taken.Count == 2, "the conversation to go on in private");
        Assert.Equal(2, ann.Sees.Count(message => !message.Ephemeral));

        await RemoveAsync(new ReplyRemoval([]));

        Assert.All(ann.Sees, message => Assert.True(message.Ephemeral));
        await _discord.AssertKeptAsync();
    }

    [Fact]
    public async Task Everything_is_found_over_many_pages_and_what_she_wrote_and_what_came_since_stays()
    {
        var oldest = Enumerable.Range(0, 3).Select(_ => Stands()).ToList();
        for (var i = 0; i < MessageRemovals.PageSize; i++)
        {
            Stands(author: $"{Ann}");
        }

        var newest = Enumerable.Range(0, 9).Select(_ => Stands()).ToList();
        LoopbackMessage? card = null;

        await RemoveAsync(new ReplyRemoval([]), () => card ??= Stands(), MessageIds.InChannel(LoopbackChats.PrivateOf(Ann), newest[0].Id));

        Assert.All(oldest.Concat(newest), message => Assert.True(message.Deleted));
        Assert.Equal(12, _discord.Calling(Delete));
        Assert.False(card!.Deleted);
        Assert.Equal(2, _discord.Calling("GET channels/{}/messages"));
        await _discord.AssertKeptAsync();
    }

    [Fact]
    public async Task A_chat_that_cannot_be_looked_through_loses_what_is_known()
    {
        var known = Stands();
        _discord.Plan("GET channels/{}/messages", PlannedFault.TooFast, PlannedFault.Forbidden);

        await RemoveAsync(new ReplyRemoval([]), MessageIds.InChannel(LoopbackChats.PrivateOf(Ann), known.Id), "~1/2", "nonsense");

        Assert.True(known.Deleted);
        await _discord.AssertKeptAsync();
    }

    [Theory]
    [InlineData("en-US")]
    [InlineData("es-ES")]
    public async Task Who_tidies_or_is_forgotten_is_told_what_Discord_keeps(string locale)
    {
        var texts = DiscordTexts.For(TelegramBed.Content.Value, locale);
        await using var whole = await WholeDiscord.StartAsync();
        var ann = whole.Discord.Person(Ann, locale);
        await whole.PutAsync(new Conversation(DiscordBed.AddressOf(Ann)) { Language = locale[..2], Consent = new Consent("1", whole.Date.Now), Preferences = new Preferences { TidyWord = "kettle" } });
        ann.Uses("about");
        await ann.HearsAsync();

        ann.Writes("kettle");
        await HearsAloneAsync(ann, $"{texts.Text("tidy.done")}\n\n{texts.Text("discord.tidied")}");

        ann.Uses("forget");
        await ann.PressesAsync(texts.Text("forget.erase"));
        await HearsAloneAsync(ann, $"{texts.Text("forget.done")}\n\n{texts.Text("discord.forgotten")}");
        await whole.Discord.AssertKeptAsync();
    }

    private static Task HearsAloneAsync(LoopbackPerson person, string text) =>
        LoopbackDiscord.UntilAsync(() => person.Sees.ToList() is [var only] && only.Text == text, $"'{text}' and nothing else", seconds: 20);

    /// <summary>Goes on for as long as Discord makes it wait, as the Outbox does.</summary>
    private Task RemoveAsync(ReplyRemoval removal, params string[] target) => RemoveAsync(removal, () => { }, target);

    /// <param name="removal">What is to go.</param>
    /// <param name="waiting">Happens while it waits.</param>
    /// <param name="target">Known ids.</param>
    private async Task RemoveAsync(ReplyRemoval removal, Action waiting, params string[] target)
    {
        var delivery = new Delivery("removal", DiscordBed.AddressOf(Ann), removal, target);
        var attempts = 0;
        while (await _bed.SendAsync(delivery) is not SendOutcome.Sent and var outcome)
        {
            var retry = Assert.IsType<SendOutcome.RetryAfter>(outcome);
            Assert.True(attempts++ < 100, "It does not come to an end.");
            waiting();
            _time.Pass(retry.Delay.ToTimeSpan());
        }
    }

    /// <summary>Something in her private chat, said by the bot or by her.</summary>
    private LoopbackMessage Stands(string author = LoopbackDiscord.Application)
    {
        var message = new LoopbackMessage { Id = _discord.Chats.NextId(), Channel = LoopbackChats.PrivateOf(Ann), Content = "said", Flags = 4, Author = author };
        _discord.Chats.Add(message, Ann);
        return message;
    }
}
