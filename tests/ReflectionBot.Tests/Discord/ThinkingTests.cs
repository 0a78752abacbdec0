using ReflectionBot.Adapters.Discord;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Tests.Discord.Loopback;
using ReflectionBot.Tests.Telegram;

namespace ReflectionBot.Tests.Discord;

/// <summary>What is told to wait, and how that ends.</summary>
public sealed class ThinkingTests : IAsyncLifetime
{
    private const long Ann = 42;
    private readonly RecordingSink _sink = new();
    private readonly ManualTime _time = new();
    private LoopbackDiscord _discord = null!;
    private DiscordBed _bed = null!;
    private LoopbackPerson _ann = null!;

    public async ValueTask InitializeAsync()
    {
        _discord = await LoopbackDiscord.StartAsync();
        _discord.Time = _time;
        _ann = _discord.Person(Ann);
        _bed = await DiscordBed.StartAsync(_discord, _sink, time: _time);
    }

    public async ValueTask DisposeAsync()
    {
        await _bed.DisposeAsync();
        await _discord.DisposeAsync();
    }

    [Fact]
    public async Task A_storage_that_is_gone_leaves_no_thinking_behind()
    {
        _sink.Decide = (_, _) => ValueTask.FromResult(Acceptance.Unavailable);

        var used = _discord.Person(Ann, "es-ES").Uses("reflect");
        await LoopbackDiscord.UntilAsync(() => _time.IsDueIn(FirstAnswers.Limit) && _bed.Get<InputLanes>().Count == 1, "the refusal");
        _time.Pass(FirstAnswers.Limit);
        await LoopbackDiscord.UntilAsync(() => used.Answer == 5 && _time.IsDueIn(FirstAnswers.LongestThinking), "thinking");
        _time.Pass(InputLanes.Patience);
        await LoopbackDiscord.UntilAsync(() => _discord.Gateway.Open == 0, "the end of the bot's patience");
        _time.Pass(FirstAnswers.LongestThinking - InputLanes.Patience);
        await LoopbackDiscord.UntilAsync(() => used.Original is not null, "a word");

        Assert.StartsWith("Ahora mismo", used.Original!.Text, StringComparison.Ordinal);
        await _discord.AssertKeptAsync();
    }

    [Fact]
    public async Task A_command_whose_turn_was_taken_in_an_earlier_life_leaves_no_thinking_behind()
    {
        _sink.Decide = (_, _) => ValueTask.FromResult(Acceptance.Duplicate);

        var used = _ann.Uses("reflect");
        await LoopbackDiscord.UntilAsync(() => used.Answer == 5 && _time.IsDueIn(FirstAnswers.LongestThinking), "thinking");
        _time.Pass(FirstAnswers.LongestThinking);

        await LoopbackDiscord.UntilAsync(() => !used.Deferred, "the end of the thinking");
        Assert.Empty(_ann.Sees);
        await _discord.AssertKeptAsync();
    }

    [Fact]
    public async Task A_deferral_that_Discord_makes_wait_comes_while_there_is_time()
    {
        _sink.Decide = async (_, cancellationToken) =>
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return Acceptance.Taken;
        };
        _discord.Plan("POST interactions/{}/{}/callback", PlannedFault.TooFast);

        var used = _ann.Uses("reflect");
        await PassLimitAsync();
        await LoopbackDiscord.UntilAsync(() => _time.IsDueIn(TimeSpan.FromSeconds(1)), "the wait");
        _time.Pass(TimeSpan.FromSeconds(1));

        await LoopbackDiscord.UntilAsync(() => used.Answer == 5, "the deferral");
        await _discord.AssertKeptAsync();
    }

    [Fact]
    public async Task What_may_still_be_taken_is_not_said_to_be_lost()
    {
        var taken = new TaskCompletionSource();
        _sink.Decide = async (_, _) =>
        {
            await taken.Task;
            return Acceptance.Taken;
        };
        var used = _ann.Uses("reflect");
        await PassLimitAsync();
        await LoopbackDiscord.UntilAsync(() => used.Answer == 5 && _time.IsDueIn(FirstAnswers.LongestThinking), "thinking");
        _time.Pass(FirstAnswers.LongestThinking);
        await LoopbackDiscord.UntilAsync(() => _time.IsDueIn(FirstAnswers.LongestThinking) || !used.Deferred, "more of it, or its end");

        Assert.True(used.Deferred);
        taken.SetResult();
        await LoopbackDiscord.UntilAsync(() => _discord.Gateway.Open == 0, "the end of the turn");
        _time.Pass(FirstAnswers.LongestThinking);
        await LoopbackDiscord.UntilAsync(() => !used.Deferred, "the end of the thinking");
        Assert.Empty(_ann.Sees);
        await _discord.AssertKeptAsync();
    }

    /// <summary>Waits until the bot watches over the three seconds of an interaction, and lets the time pass by which it must have been answered.</summary>
    private async Task PassLimitAsync()
    {
        await LoopbackDiscord.UntilAsync(() => _sink.Offered.Count == 1 && _time.IsDueIn(FirstAnswers.Limit), "the watch over the first answer");
        _time.Pass(FirstAnswers.Limit);
    }
}
