using ReflectionBot.Adapters.Discord;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Tests.Discord.Loopback;
using ReflectionBot.Tests.Telegram;

namespace ReflectionBot.Tests.Discord;

public sealed class DiscordSenderTests : IAsyncLifetime
{
    private const long Ann = 42;
    private LoopbackDiscord _discord = null!;
    private DiscordBed _bed = null!;

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

    [Theory]
    [InlineData("*a* _b_ __c__ ~~d~~ ||e|| `f` ```g``` [h](https://x.example/i_j_k) <@123> @everyone <t:1:R> \\")]
    [InlineData("> quoted\n>>> all\n# big\n-# small\n- item\n* item\n1. first\n12. twelfth")]
    [InlineData("see https://example.org/a_b_c*d and <https://example.org/x_y>")]
    [InlineData("3.5 - 2 # 1 > 0")]
    [InlineData("ü 😀 \u202Eabc\u202C \u200B ­")]
    public async Task What_a_person_wrote_shows_as_it_is(string text)
    {
        var sent = await SendAsync(new Reply(text));

        Assert.Equal(text, sent.Text);
        await _discord.AssertKeptAsync();
    }

    [Fact]
    public async Task A_text_that_is_too_long_is_split_at_sentences_with_the_buttons_under_the_last_part()
    {
        var text = string.Join(' ', Enumerable.Range(0, 120).Select(i => $"This is *sentence* number {i} 😀."));

        var outcome = Assert.IsType<SendOutcome.Sent>(await _bed.SendAsync(Ann, new Reply(text) { Options = [new("!help", "Help")] }));

        var parts = _discord.Chats.To(Ann);
        Assert.True(parts.Count >= 3);
        Assert.Equal(parts.Count, outcome.MessageIds.Count);
        Assert.Equal(text, string.Join(' ', parts.Select(part => part.Text)));
        Assert.All(parts, part => Assert.True(part.Content.Length <= 2000));
        Assert.Equal(["Help"], parts[^1].Labels);
        Assert.All(parts.SkipLast(1), part => Assert.Empty(part.Labels));
        await _discord.AssertKeptAsync();
    }

    [Fact]
    public async Task Twenty_five_options_with_long_labels_have_room()
    {
        var sent = await SendAsync(new Reply("so many") { Kind = ReplyKind.Card, Options = [.. Enumerable.Range(0, 25).Select(i => new Option($"{i}", new string('x', 64)))] });

        Assert.Equal(25, sent.Labels.Count());
        await _discord.AssertKeptAsync();
    }

    [Fact]
    public async Task An_export_is_a_file_with_its_words()
    {
        var sent = await SendAsync(new Reply("Here it is.") { Document = new Document("journal.txt", "text/plain; charset=utf-8", "süß\n") });

        Assert.Equal(("journal.txt", "süß\n"), (sent.FileName, sent.FileText));
        await _discord.AssertKeptAsync();
    }

    [Fact]
    public async Task A_repeated_attempt_does_not_bring_a_second_message()
    {
        var delivery = new Delivery("same0row", DiscordBed.AddressOf(Ann), new Reply("once"), []);
        _discord.Plan("POST channels/{}/messages", PlannedFault.ResetAfter, PlannedFault.Error500After, PlannedFault.HalfJson);

        for (var i = 0; i < 3; i++)
        {
            Assert.IsType<SendOutcome.Doubtful>(await _bed.SendAsync(delivery));
        }

        Assert.IsType<SendOutcome.Sent>(await _bed.SendAsync(delivery with { InDoubt = true }));
        Assert.Single(_discord.Chats.To(Ann));
        await _discord.AssertKeptAsync();
    }

    [Fact]
    public async Task A_message_in_doubt_that_came_through_an_interaction_of_before_is_known_again()
    {
        var sent = await SendAsync(new Reply("which?") { Options = [new("1.a", "A")] });
        var mark = sent.Components[0].CustomId.Split('#')[1];
        await _discord.DisposeAsync();
        var (discord, bed) = (_discord, _bed);
        _discord = await LoopbackDiscord.StartAsync();
        _bed = await DiscordBed.StartAsync(_discord, new RecordingSink(), DiscordReceive.Off);
        await bed.DisposeAsync();
        _discord.Chats.Add(new LoopbackMessage { Id = "77", Channel = sent.Channel, Content = sent.Content, Components = sent.Components, Flags = sent.Flags }, Ann);
        _discord.Chats.Add(new LoopbackMessage { Id = "78", Channel = sent.Channel, Content = "words alone", Flags = sent.Flags }, Ann);

        var marked = await _bed.SendAsync(new Delivery(mark, DiscordBed.AddressOf(Ann), new Reply("which?") { Options = [new("1.a", "A")] }, []) { InDoubt = true });
        var plain = await _bed.SendAsync(new Delivery("another", DiscordBed.AddressOf(Ann), new Reply("words alone"), []) { InDoubt = true });
        var help = await _bed.SendAsync(new Delivery("third", DiscordBed.AddressOf(Ann), new Reply("words alone") { Urgency = Urgency.Help }, []) { InDoubt = true });

        Assert.EndsWith("/77", Assert.IsType<SendOutcome.Sent>(marked).MessageIds[0], StringComparison.Ordinal);
        Assert.EndsWith("/78", Assert.IsType<SendOutcome.Sent>(plain).MessageIds[0], StringComparison.Ordinal);
        Assert.IsType<SendOutcome.Sent>(help);
        Assert.Equal(3, _discord.Chats.To(Ann).Count);
        await discord.DisposeAsync();
        await _discord.AssertKeptAsync();
    }

    [Theory]
    [InlineData(PlannedFault.Error500)]
    [InlineData(PlannedFault.TooFast)]
    public async Task A_message_in_doubt_that_cannot_be_looked_for_right_now_is_not_sent_again(PlannedFault fault)
    {
        var time = new ManualTime();
        _discord.Time = time;
        await using var bed = await DiscordBed.StartAsync(_discord, new RecordingSink(), DiscordReceive.Off, time);
        Stands("77", "said");
        _discord.Plan("GET channels/{}/messages", fault);
        var delivery = new Delivery("one", DiscordBed.AddressOf(Ann), new Reply("said"), []) { InDoubt = true };

        Assert.IsNotType<SendOutcome.Sent>(await bed.SendAsync(delivery));
        time.Pass(TimeSpan.FromSeconds(1));
        Assert.EndsWith("/77", Assert.IsType<SendOutcome.Sent>(await bed.SendAsync(delivery)).MessageIds[0], StringComparison.Ordinal);

        Assert.Single(_discord.Chats.To(Ann));
        await _discord.AssertKeptAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Of_a_text_in_parts_that_is_in_doubt_only_what_is_missing_comes(int arrived)
    {
        var text = string.Join(' ', Enumerable.Range(0, 250).Select(i => $"This is sentence {i}."));
        var parts = DiscordText.Parts(text);
        Assert.Equal(3, parts.Count);
        Stands("70", parts[0]);
        Stands("71", "something later");
        for (var i = 0; i < arrived; i++)
        {
            Stands($"{80 + i}", parts[i]);
        }

        var outcome = await _bed.SendAsync(new Delivery("parts", DiscordBed.AddressOf(Ann), new Reply(text), []) { InDoubt = true });

        Assert.Equal(3, Assert.IsType<SendOutcome.Sent>(outcome).MessageIds.Count);
        Assert.EndsWith("/80", ((SendOutcome.Sent)outcome).MessageIds[0], StringComparison.Ordinal);
        Assert.Equal(["70", "71"], _discord.Chats.To(Ann).Take(2).Select(message => message.Id));
        Assert.Equal(parts, _discord.Chats.To(Ann).Skip(2).Select(message => message.Content));
        await _discord.AssertKeptAsync();
    }

    [Fact]
    public async Task A_private_chat_that_Discord_does_not_know_any_more_is_opened_anew()
    {
        await SendAsync(new Reply("before"));
        _discord.Plan("POST channels/{}/messages", PlannedFault.UnknownChannel);

        Assert.Equal("after", (await SendAsync(new Reply("after"))).Text);

        Assert.Equal(2, _discord.Calling("POST users/@me/channels"));
        await _discord.AssertKeptAsync();
    }

    [Fact]
    public async Task Edits_retirements_and_removals_reach_the_message_and_do_not_mind_when_it_is_gone()
    {
        var outcome = Assert.IsType<SendOutcome.Sent>(await _bed.SendAsync(Ann, new Reply("old") { Options = [new("1.a", "A")] }));
        var message = _discord.Chats.To(Ann)[0];

        Assert.IsType<SendOutcome.Sent>(await _bed.SendAsync(Ann, new ReplyEdit("q", "new_words", [new("1.b", "B")]), [.. outcome.MessageIds]));
        Assert.Equal(("new_words", "B"), (message.Text, message.Labels.Single()));
        Assert.IsType<SendOutcome.Sent>(await _bed.SendAsync(Ann, new ReplyRetirement("q", new string('x', 200)), [.. outcome.MessageIds]));
        Assert.StartsWith("✓ xxx", message.Labels.Single(), StringComparison.Ordinal);
        Assert.IsType<SendOutcome.Sent>(await _bed.SendAsync(Ann, new ReplyRetirement("q", null), [.. outcome.MessageIds]));
        Assert.Equal(("new_words", 0), (message.Text, message.Labels.Count()));
        Assert.IsType<SendOutcome.Sent>(await _bed.SendAsync(Ann, new ReplyRemoval([]), [.. outcome.MessageIds, "~1/2", "nonsense"]));
        Assert.True(message.Deleted);
        Assert.IsType<SendOutcome.Sent>(await _bed.SendAsync(Ann, new ReplyRemoval([]), [.. outcome.MessageIds]));
        Assert.IsType<SendOutcome.Sent>(await _bed.SendAsync(Ann, new ReplyRetirement("q", null), [.. outcome.MessageIds]));
        await _discord.AssertKeptAsync();
    }

    [Fact]
    public async Task What_a_person_wrote_cannot_be_deleted_and_that_counts_as_done()
    {
        Assert.IsType<SendOutcome.Sent>(await _bed.SendAsync(Ann, new WrittenRemoval("discord/m/1")));
        Assert.Empty(_discord.Calls);
    }

    [Fact]
    public async Task A_burst_to_one_person_waits_ahead_of_time_and_is_never_too_fast()
    {
        var time = new ManualTime();
        _discord.Time = time;
        await using var bed = await DiscordBed.StartAsync(_discord, new RecordingSink(), DiscordReceive.Off, time);
        var waits = 0;
        for (var sent = 0; sent < 12;)
        {
            switch (await bed.SendAsync(new Delivery($"burst{sent}", DiscordBed.AddressOf(Ann), new Reply($"{sent}"), [])))
            {
                case SendOutcome.Sent:
                    sent++;
                    break;
                case SendOutcome.RetryAfter retry:
                    waits++;
                    time.Pass(retry.Delay.ToTimeSpan());
                    break;
                default:
                    Assert.Fail("neither sent nor told to wait");
                    break;
            }
        }

        Assert.InRange(waits, 2, 4);
        await _discord.AssertKeptAsync();
    }

    /// <summary>Something the bot said through an interaction of before, without a nonce.</summary>
    private void Stands(string id, string content) =>
        _discord.Chats.Add(new LoopbackMessage { Id = id, Channel = LoopbackChats.PrivateOf(Ann), Content = content, Flags = 4 }, Ann);

    private async Task<LoopbackMessage> SendAsync(Reply reply)
    {
        Assert.IsType<SendOutcome.Sent>(await _bed.SendAsync(Ann, reply));
        return _discord.Chats.To(Ann)[^1];
    }
}
