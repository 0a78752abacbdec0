using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ReflectionBot.Adapters.Discord;
using ReflectionBot.Adapters.Discord.Http;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Tests.Discord.Loopback;
using ReflectionBot.Tests.Telegram;

namespace ReflectionBot.Tests.Discord.Http;

/// <summary>The whole adapter, called by the loopback Discord.</summary>
public sealed class InteractionEndpointTests : IAsyncLifetime
{
    private static readonly byte[] _ping = """{"id":"1","application_id":"2","type":1,"token":"x","version":1,"new":{}}"""u8.ToArray();

    private readonly RecordingSink _sink = new();
    private readonly LogMemory _logs = new();
    private readonly InteractionCaller _caller = new();
    private LoopbackDiscord _discord = null!;
    private WebApplication _app = null!;

    public async ValueTask InitializeAsync()
    {
        _discord = await LoopbackDiscord.StartAsync();
        _discord.Caller = _caller;
        await StartAsync(DiscordReceive.Http);
        await LoopbackDiscord.UntilAsync(() => _app.Services.GetRequiredService<DiscordState>().Signature is not null, "the key");
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _discord.DisposeAsync();
        _caller.Dispose();
    }

    [Fact]
    public async Task A_ping_that_is_signed_is_answered_with_a_pong()
    {
        using var answer = await _caller.PostAsync(_ping);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("""{"type":1}""", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_is_not_signed_by_discord_is_turned_away_whatever_it_says()
    {
        var good = _caller.Sign(_ping);
        foreach (var (signature, timestamp) in new[]
        {
            (new string('0', 128), InteractionCaller.Timestamp), (good[..^1], InteractionCaller.Timestamp), ("", InteractionCaller.Timestamp),
            (good, "1790000001"), (good, ""), (good[..^2] + (good.EndsWith("00", StringComparison.Ordinal) ? "01" : "00"), InteractionCaller.Timestamp),
        })
        {
            using var answer = await _caller.PostAsync(_ping, signature, timestamp);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }

        using var other = await _caller.PostAsync([.. _ping, (byte)' '], good);
        Assert.Equal(HttpStatusCode.Unauthorized, other.StatusCode);
        Assert.Empty(_sink.Offered);
    }

    [Fact]
    public async Task An_interaction_is_accepted_at_once_and_answered_over_rest()
    {
        var release = new TaskCompletionSource();
        _sink.Decide = async (_, _) =>
        {
            await release.Task;
            return Acceptance.Taken;
        };
        var ann = _discord.Person(42);

        ann.Uses("reflect");
        await LoopbackDiscord.UntilAsync(() => _caller.Statuses.Count == 1, "an answer before the turn is over");
        release.SetResult();

        Assert.Equal(HttpStatusCode.Accepted, _caller.Statuses.Single());
        await LoopbackDiscord.UntilAsync(() => _sink.Taken.Count == 1, "the turn");
        Assert.Equal("reflect", Assert.IsType<CommandInput>(_sink.Taken.Single()).Command);
        var said = await _app.Services.GetRequiredService<ISender>().SendAsync(
            new Delivery("d1", DiscordBed.AddressOf(42), new Reply("one"), []), TestContext.Current.CancellationToken);
        Assert.IsType<SendOutcome.Sent>(said);
        Assert.Equal("one", (await ann.HearsAsync()).Text);
        Assert.Equal(1, _discord.Calling("POST interactions/{}/{}/callback"));
        await _discord.AssertKeptAsync();
    }

    [Fact]
    public async Task What_is_signed_and_cannot_be_read_is_told_without_its_words()
    {
        foreach (var body in new[] { """{"type":"a secret"}""", "a secret", "", """{"words":"a secret"}""" })
        {
            using var answer = await _caller.PostAsync(Encoding.UTF8.GetBytes(body));
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }

        Assert.Contains(_logs.Lines, line => line.Contains("could not be read", StringComparison.Ordinal));
        Assert.DoesNotContain(_logs.Lines, line => line.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_body_larger_than_any_interaction_is_refused_before_it_is_read_to_its_end()
    {
        using var answer = await _caller.PostAsync(new byte[InteractionEndpoint.MaxBody + 1], new string('0', 128));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);

        using var largest = await _caller.PostAsync(new byte[InteractionEndpoint.MaxBody], new string('0', 128));
        Assert.Equal(HttpStatusCode.Unauthorized, largest.StatusCode);
    }

    [Fact]
    public async Task The_log_warns_that_private_words_do_not_come_this_way_and_no_gateway_is_opened()
    {
        await LoopbackDiscord.UntilAsync(() => _logs.Lines.Any(line => line.StartsWith("Warning", StringComparison.Ordinal) && line.Contains("no help answers it", StringComparison.Ordinal)), "the warning");
        Assert.Equal(0, _discord.Calling("GET gateway/bot"));
    }

    [Fact]
    public async Task Nobody_listens_where_interactions_come_over_the_gateway()
    {
        await _app.DisposeAsync();
        await StartAsync(DiscordReceive.Gateway);

        using var answer = await _caller.PostAsync(_ping);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private async Task StartAsync(DiscordReceive receive)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(_logs);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<IInputSink>(_sink);
        builder.Services.AddSingleton<Func<Pack>>(() => TelegramBed.Content.Value);
        builder.Services.AddDiscord(new DiscordOptions { Token = LoopbackDiscord.Token, ApiBaseUrl = _discord.Address, Receive = receive });
        builder.Services.AddSingleton<GatewayRun>(_discord.Gateway.RunAsync);
        _app = builder.Build();
        _app.MapDiscordInteractions();
        await _app.StartAsync();
        _caller.Target = new Uri(new Uri(_app.Urls.First()), DiscordOptions.InteractionsPath);
    }
}
