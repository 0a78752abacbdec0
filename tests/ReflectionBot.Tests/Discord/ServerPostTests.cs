using ReflectionBot.Adapters.Discord;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Tests.Discord.Loopback;
using ReflectionBot.Tests.Telegram;

namespace ReflectionBot.Tests.Discord;

/// <summary>What is posted in servers.</summary>
public sealed class ServerPostTests : IAsyncLifetime
{
    private static readonly Address Server = Address.Of(DiscordOptions.Platform, $"g{LoopbackServer.Id}");

    private LoopbackDiscord _discord = null!;
    private DiscordBed _bed = null!;

    private IReadOnlyList<LoopbackMessage> Posts => _discord.Chats.To(LoopbackChats.PersonOf(LoopbackServer.Channel));

    public async ValueTask InitializeAsync()
    {
        _discord = await LoopbackDiscord.StartAsync();
        _bed = await DiscordBed.StartAsync(_discord, new RecordingSink(), DiscordReceive.Off);
    }

    public async ValueTask DisposeAsync()
    {
        await _bed.DisposeAsync();
        await _discord.DisposeAsync();
    }

    [Fact]
    public async Task A_post_without_a_channel_goes_where_the_server_has_its_news()
    {
        Assert.IsType<SendOutcome.Sent>(await SendAsync(new Reply("hello")));

        Assert.Equal("hello", Assert.Single(Posts).Text);
        await _discord.AssertKeptAsync();
    }

    [Fact]
    public async Task A_discussion_is_a_thread_under_its_post_and_is_closed_with_its_last_words()
    {
        var opened = Assert.IsType<SendOutcome.Sent>(await SendAsync(new ThreadOpening("t1", "What helps?", "Write here.") { Thread = LoopbackServer.Channel, Options = [new Option("!help", "Help")] }));
        var post = Assert.Single(Posts);
        Assert.Equal([$"{LoopbackServer.Channel}/{post.Id}"], opened.MessageIds);
        Assert.Contains(_discord.Calls, call => call.Route == "POST channels/{}/messages/{}/threads" && call.Body!.Value.GetProperty("name").GetString() == "What helps?");

        Assert.IsType<SendOutcome.Sent>(await SendAsync(new ThreadClosing("t1", "That was it."), [.. opened.MessageIds]));

        Assert.Equal("That was it.", Assert.Single(_discord.Chats.To(LoopbackChats.PersonOf(post.Id))).Text);
        Assert.Empty(post.Components);
        Assert.Contains(_discord.Calls, call => call.Route == "PATCH channels/{}" && call.Body!.Value.GetProperty("archived").GetBoolean());
        await _discord.AssertKeptAsync();
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task A_channel_that_is_gone_or_shut_loses_its_post_and_the_log_names_the_permission(bool gone, bool shut)
    {
        if (gone)
        {
            _discord.Server.DeletedChannels[LoopbackServer.Channel] = true;
        }

        if (shut)
        {
            _discord.Server.RightsOfBot = $"{1UL << 10}";
        }

        Assert.IsType<SendOutcome.ThreadGone>(await SendAsync(new Reply("hello") { Thread = LoopbackServer.Channel }));

        Assert.Equal(shut, _bed.Logs.Lines.Any(line => line.Contains("Send Messages", StringComparison.Ordinal)));
    }

    private Task<SendOutcome> SendAsync(Outgoing outgoing, params string[] target) =>
        _bed.SendAsync(new Delivery($"d{Guid.NewGuid():n}"[..24], Server, outgoing, target));
}
