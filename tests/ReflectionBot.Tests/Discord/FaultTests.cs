using Microsoft.Extensions.Diagnostics.HealthChecks;
using ReflectionBot.Adapters.Discord;
using ReflectionBot.Adapters.Discord.Gateway;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Tests.Discord.Loopback;
using ReflectionBot.Tests.Telegram;

namespace ReflectionBot.Tests.Discord;

public sealed class FaultTests : IAsyncLifetime
{
    private const long Ann = 42;
    private const string Create = "POST channels/{}/messages";
    private const string Callback = "POST interactions/{}/{}/callback";
    private readonly RecordingSink _sink = new();

    /// <summary>Stands, unless a test lets it pass: what is quiet for a second is not to be over because the machine is busy.</summary>
    private readonly ManualTime _time = new();
    private LoopbackDiscord _discord = null!;

    public async ValueTask InitializeAsync()
    {
        _discord = await LoopbackDiscord.StartAsync();
        _discord.Time = _time;
    }

    public ValueTask DisposeAsync() => _discord.DisposeAsync();

    [Theory]
    [InlineData(PlannedFault.ResetBefore)]
    [InlineData(PlannedFault.ResetAfter)]
    [InlineData(PlannedFault.Error500)]
    [InlineData(PlannedFault.Error500After)]
    [InlineData(PlannedFault.Html502)]
    [InlineData(PlannedFault.HalfJson)]
    public async Task What_may_have_arrived_is_in_doubt_and_comes_once(PlannedFault fault)
    {
        await using var bed = await DiscordBed.StartAsync(_discord, _sink, DiscordReceive.Off, _time);
        _discord.Plan(Create, fault);
        var delivery = new Delivery("same", DiscordBed.AddressOf(Ann), new Reply("once"), []);

        Assert.IsType<SendOutcome.Doubtful>(await bed.SendAsync(delivery));
        Assert.IsType<SendOutcome.Sent>(await bed.SendAsync(delivery with { InDoubt = true }));

        Assert.Single(_discord.Chats.To(Ann));
        await _discord.AssertKeptAsync();
    }

    [Theory]
    [InlineData(PlannedFault.TooFast)]
    [InlineData(PlannedFault.TooFastShared)]
    public async Task A_429_of_a_route_quiets_that_channel_and_no_other(PlannedFault fault)
    {
        await using var bed = await DiscordBed.StartAsync(_discord, _sink, DiscordReceive.Off, _time);
        _discord.Plan(Create, fault);

        var retry = Assert.IsType<SendOutcome.RetryAfter>(await bed.SendAsync(Ann, new Reply("a")));
        Assert.Equal((1, RetryScope.Kind), (retry.Delay.TotalSeconds, retry.Scope));
        Assert.IsType<SendOutcome.RetryAfter>(await bed.SendAsync(Ann, new Reply("a")));
        Assert.IsType<SendOutcome.Sent>(await bed.SendAsync(Ann + 1, new Reply("b")));
        Assert.Equal(2, _discord.Calling(Create));

        _time.Pass(TimeSpan.FromSeconds(1));
        Assert.IsType<SendOutcome.Sent>(await bed.SendAsync(Ann, new Reply("a")));
        await _discord.AssertKeptAsync();
    }

    [Theory]
    [InlineData(PlannedFault.TooFastGlobal)]
    [InlineData(PlannedFault.TooFastHtml)]
    public async Task A_global_429_quiets_everything_but_interactions(PlannedFault fault)
    {
        await using var bed = await DiscordBed.StartAsync(_discord, _sink, time: _time);
        await LoopbackDiscord.UntilAsync(() => _discord.Gateway.Found is not null && _discord.Calling("PUT applications/{}/commands") == 1, "the start to be over");
        _discord.Plan(Create, fault);
        Assert.IsType<SendOutcome.RetryAfter>(await bed.SendAsync(Ann, new Reply("a")));
        Assert.IsType<SendOutcome.RetryAfter>(await bed.SendAsync(Ann + 1, new Reply("b")));
        Assert.Equal(1, _discord.Calling(Create));

        var person = _discord.Person(Ann + 2);
        _sink.Decide = async (input, _) =>
        {
            await bed.SendAsync(Ann + 2, new Reply("at once"));
            return Acceptance.Taken;
        };
        person.Uses("help");

        Assert.Equal("at once", (await person.HearsAsync()).Text);
        await _discord.AssertKeptAsync();
    }

    [Theory]
    [InlineData(PlannedFault.ResetAfter)]
    [InlineData(PlannedFault.Error500After)]
    [InlineData(PlannedFault.ResetBefore)]
    public async Task A_first_answer_in_doubt_is_repeated_and_comes_once(PlannedFault fault)
    {
        await using var bed = await DiscordBed.StartAsync(_discord, _sink, time: _time);
        _discord.ForgivesLateAnswers = true;
        _discord.Plan(Callback, fault);
        var outcomes = new List<SendOutcome>();
        _sink.Decide = async (input, _) =>
        {
            var delivery = new Delivery("same", input.Address, new Reply("once"), []);
            outcomes.Add(await bed.SendAsync(delivery));
            outcomes.Add(await bed.SendAsync(delivery with { InDoubt = true }));
            return Acceptance.Taken;
        };

        var ann = _discord.Person(Ann);
        ann.Uses("reflect", place: LoopbackPlace.Server);
        await LoopbackDiscord.UntilAsync(() => outcomes.Count == 2, "both attempts");

        Assert.IsType<SendOutcome.Doubtful>(outcomes[0]);
        Assert.EndsWith("/" + ann.Sees.Single().Id, Assert.IsType<SendOutcome.Sent>(outcomes[1]).MessageIds[0], StringComparison.Ordinal);
        await _discord.AssertKeptAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_first_answer_that_never_arrived_is_not_taken_for_the_deferral_that_did(bool pressed)
    {
        await using var bed = await DiscordBed.StartAsync(_discord, _sink, time: _time);
        _discord.ForgivesLateAnswers = true;
        var outcomes = new List<SendOutcome>();
        _sink.Decide = async (input, cancellationToken) =>
        {
            var delivery = new Delivery("same", input.Address, new Reply("once"), []);
            outcomes.Add(await bed.SendAsync(delivery));
            var interaction = bed.Get<OpenInteractions>().ForMessage(input.Address)!;
            await bed.Get<InteractionAnswers>().DeferAsync(interaction, cancellationToken);
            outcomes.Add(await bed.SendAsync(delivery with { InDoubt = true }));
            return Acceptance.Taken;
        };
        var ann = _discord.Person(Ann);
        await bed.SendAsync(Ann, new Reply("choose") { Options = [new("1.a", "A")] });
        _discord.Plan(Callback, PlannedFault.ResetBefore, PlannedFault.ResetAfter, PlannedFault.ResetAfter);

        _ = pressed ? ann.Presses(ann.Sees.Single(), "A") : ann.Uses("reflect");
        await LoopbackDiscord.UntilAsync(() => outcomes.Count == 2, "both attempts");

        Assert.IsType<SendOutcome.Doubtful>(outcomes[0]);
        Assert.IsType<SendOutcome.Sent>(outcomes[1]);
        Assert.Single(ann.Sees, message => message.Text == "once");
        await _discord.AssertKeptAsync();
    }

    [Fact]
    public async Task A_slow_first_answer_is_still_one_answer()
    {
        await using var bed = await DiscordBed.StartAsync(_discord, _sink, time: _time);
        _discord.Plan(Callback, PlannedFault.Held);
        _sink.Decide = async (input, _) =>
        {
            await bed.SendAsync(Ann, new Reply("slowly"));
            return Acceptance.Taken;
        };

        var ann = _discord.Person(Ann);
        ann.Uses("reflect");
        await LoopbackDiscord.UntilAsync(() => _discord.Calling(Callback) == 1, "the first answer to be on its way");
        Assert.Empty(ann.Sees);
        _discord.Release();

        Assert.Equal("slowly", (await ann.HearsAsync()).Text);
        Assert.Equal(1, _discord.Calling(Callback));
        await _discord.AssertKeptAsync();
    }

    [Fact]
    public async Task A_refused_token_is_told_once_and_nothing_more_is_asked()
    {
        _discord.RevokeToken();
        await using var bed = await DiscordBed.StartAsync(_discord, _sink, time: _time);
        await LoopbackDiscord.UntilAsync(() => bed.Get<DiscordState>().IsRefused, "the refusal");

        Assert.Equal(RetryScope.Platform, Assert.IsType<SendOutcome.RetryAfter>(await bed.SendAsync(Ann, new Reply("a"))).Scope);
        Assert.IsType<SendOutcome.RetryAfter>(await bed.SendAsync(Ann, new Reply("a")));

        Assert.Single(_discord.Calls);
        Assert.Single(bed.Logs.Lines, line => line.StartsWith("Critical", StringComparison.Ordinal));
        var health = await bed.Get<DiscordState>().CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken);
        Assert.Equal(HealthStatus.Degraded, health.Status);
    }

    [Fact]
    public async Task What_the_gateway_refuses_for_is_told_in_its_own_words_and_not_once_more()
    {
        await using var bed = await DiscordBed.StartAsync(_discord, _sink, time: _time, gateway: (_, _, onStatus, _) =>
        {
            onStatus(new GatewayStatus(0, 1, GatewayPhase.Refused, "an intent is not allowed"));
            return Task.CompletedTask;
        });
        await LoopbackDiscord.UntilAsync(() => bed.Get<DiscordState>().IsRefused, "the refusal");

        Assert.Equal("an intent is not allowed", bed.Get<DiscordState>().Trouble);
        Assert.DoesNotContain(bed.Logs.Lines, line => line.StartsWith("Critical", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_stands_before_Discord_may_refuse_for_a_while()
    {
        _discord.Plan("GET applications/@me", PlannedFault.Forbidden);
        await using var bed = await DiscordBed.StartAsync(_discord, _sink, time: _time);
        await LoopbackDiscord.UntilAsync(() => bed.Get<DiscordState>().Trouble is not null, "the refusal");
        Assert.False(bed.Get<DiscordState>().IsRefused);

        await LoopbackDiscord.UntilAsync(() => _time.Waiting > 0, "the pause");
        _time.Pass(TimeSpan.FromSeconds(1));
        await LoopbackDiscord.UntilAsync(() => _discord.Gateway.Found is not null, "the start");
    }

    [Fact]
    public async Task A_token_that_is_reset_while_the_bot_runs_is_told_once()
    {
        await using var bed = await DiscordBed.StartAsync(_discord, _sink, time: _time);
        await LoopbackDiscord.UntilAsync(() => _discord.Gateway.Found is not null, "the gateway");
        _discord.RevokeToken();

        Assert.Equal(RetryScope.Platform, Assert.IsType<SendOutcome.RetryAfter>(await bed.SendAsync(Ann, new Reply("a"))).Scope);
        await bed.SendAsync(Ann, new Reply("a"));

        Assert.Single(bed.Logs.Lines, line => line.StartsWith("Critical", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_missing_permission_is_final_and_not_tried_again()
    {
        await using var bed = await DiscordBed.StartAsync(_discord, _sink, DiscordReceive.Off, _time);
        _discord.Plan(Create, PlannedFault.Forbidden);

        Assert.IsType<SendOutcome.Refused>(await bed.SendAsync(Ann, new Reply("a")));
        Assert.IsType<SendOutcome.Refused>(await bed.SendAsync(Ann, new Reply("a")));
        Assert.Equal(1, _discord.Calling(Create));

        // Help is tried all the same.
        Assert.IsType<SendOutcome.Sent>(await bed.SendAsync(Ann, new Reply("help") { Urgency = Urgency.Help }));
        await _discord.AssertKeptAsync();
    }

    [Fact]
    public async Task A_network_that_is_gone_rests_the_platform()
    {
        await using var bed = await DiscordBed.StartAsync(_discord, _sink, DiscordReceive.Off, _time);
        await _discord.DisposeAsync();

        Assert.Equal(RetryScope.Platform, Assert.IsType<SendOutcome.RetryAfter>(await bed.SendAsync(Ann, new Reply("a"))).Scope);
    }

    [Theory]
    [InlineData("INTERACTION_CREATE", "{\"id\":\"1\"}")]
    [InlineData("INTERACTION_CREATE", "{\"id\":\"1\",\"type\":99,\"token\":\"t\",\"application_id\":\"2\",\"data\":{},\"user\":{\"id\":\"3\"}}")]
    [InlineData("INTERACTION_CREATE", "{\"id\":[],\"type\":\"x\"}")]
    [InlineData("MESSAGE_CREATE", "{\"id\":\"1\",\"channel_id\":\"2\",\"content\":\"x\",\"author\":{\"id\":\"3\",\"bot\":true}}")]
    [InlineData("MESSAGE_CREATE", "{\"id\":\"1\",\"channel_id\":\"2\",\"guild_id\":\"4\",\"content\":\"x\",\"author\":{\"id\":\"3\"}}")]
    [InlineData("MESSAGE_UPDATE", "{\"id\":\"1\",\"channel_id\":\"2\",\"embeds\":[]}")]
    [InlineData("SOMETHING_NEW", "{\"a\":1}")]
    public async Task What_means_nothing_to_the_bot_is_passed_over(string name, string data)
    {
        await using var bed = await DiscordBed.StartAsync(_discord, _sink, time: _time);

        _discord.Gateway.Publish(name, (System.Text.Json.Nodes.JsonObject)System.Text.Json.Nodes.JsonNode.Parse(data)!);
        _discord.Person(Ann).Writes("after it");
        await LoopbackDiscord.UntilAsync(() => !_sink.Taken.IsEmpty, "the next one");

        Assert.Equal("after it", Assert.IsType<TextInput>(Assert.Single(_sink.Taken)).Text);
    }
}
