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

    [Fact]
    public async Task A_channel_that_is_gone_loses_its_post()
    {
        _discord.Server.DeletedChannels[LoopbackServer.Channel] = true;

        Assert.IsType<SendOutcome.ThreadGone>(await SendAsync(new Reply("hello") { Thread = LoopbackServer.Channel }));
    }

    [Theory]
    [InlineData(1UL << 11, false, "view", "View Channel")]
    [InlineData(1UL << 10, false, "send", "Send Messages")]
    [InlineData((1UL << 10) | (1UL << 11), true, "send-in-threads", "Send Messages in Threads")]
    public async Task Where_a_right_is_missing_it_is_told_which_and_the_log_says_so(ulong rights, bool inThread, string right, string named)
    {
        _discord.Server.RightsOfBot = $"{rights}";
        if (inThread)
        {
            _discord.Server.Threads[LoopbackServer.Channel] = true;
        }

        var barred = Assert.IsType<SendOutcome.Barred>(await SendAsync(new Reply("hello") { Thread = LoopbackServer.Channel }));

        Assert.Equal($"discord.right.{right}", barred.Missing);
        Assert.Contains(_bed.Logs.Lines, line => line.Contains($"{named}.", StringComparison.Ordinal));
        Assert.Empty(Posts);
        await _discord.AssertKeptAsync();
    }

    [Fact]
    public async Task A_change_of_a_post_out_of_sight_is_not_taken_for_done()
    {
        var sent = Assert.IsType<SendOutcome.Sent>(await SendAsync(new Reply("hello") { Thread = LoopbackServer.Channel, Key = "v1.0" }));
        _discord.Server.RightsOfBot = "0";

        var barred = Assert.IsType<SendOutcome.Barred>(await SendAsync(new ReplyEdit("v1.0", "other words", []), [.. sent.MessageIds]));

        Assert.Equal("discord.right.view", barred.Missing);
    }

    [Fact]
    public async Task A_discussion_without_its_thread_stands_and_tells_which_right_is_missing()
    {
        _discord.Server.RightsOfBot = $"{LoopbackServer.OfMembers}";

        var opened = Assert.IsType<SendOutcome.Sent>(await SendAsync(new ThreadOpening("t1", "What helps?", "Write here.") { Thread = LoopbackServer.Channel }));

        Assert.Equal("discord.right.threads", opened.Lacking);
        Assert.Single(Posts);
    }

    private Task<SendOutcome> SendAsync(Outgoing outgoing, params string[] target) =>
        _bed.SendAsync(new Delivery($"d{Guid.NewGuid():n}"[..24], Server, outgoing, target));
}
