using ReflectionBot.Adapters.Discord;
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

    /// <summary>Goes on for as long as Discord makes it wait, as the Outbox does.</summary>
    private async Task RemoveAsync(ReplyRemoval removal, params string[] target)
    {
        var delivery = new Delivery("removal", DiscordBed.AddressOf(Ann), removal, target);
        for (var attempts = 0; await _bed.SendAsync(delivery) is SendOutcome.RetryAfter retry; attempts++)
        {
            Assert.True(attempts < 100, "It does not come to an end.");
            _time.Pass(retry.Delay.ToTimeSpan());
        }
    }

    /// <summary>Something the bot said to her.</summary>
    private LoopbackMessage Stands()
    {
        var message = new LoopbackMessage { Id = _discord.Chats.NextId(), Channel = LoopbackChats.PrivateOf(Ann), Content = "said", Flags = 4 };
        _discord.Chats.Add(message, Ann);
        return message;
    }
}
