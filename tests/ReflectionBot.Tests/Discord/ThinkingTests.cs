using ReflectionBot.Adapters.Discord;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Tests.Discord.Loopback;

namespace ReflectionBot.Tests.Discord;

/// <summary>What is told to wait, and how that ends.</summary>
public sealed class ThinkingTests : InteractionBed
{
    [Fact]
    public async Task A_storage_that_is_gone_leaves_no_thinking_behind()
    {
        Sink.Decide = (_, _) => ValueTask.FromResult(Acceptance.Unavailable);

        var used = Discord.Person(Ann, "es-ES").Uses("reflect");
        await LoopbackDiscord.UntilAsync(() => Time.IsDueIn(FirstAnswers.Limit) && Bed.Get<InputLanes>().Count == 1, "the refusal");
        Time.Pass(FirstAnswers.Limit);
        await LoopbackDiscord.UntilAsync(() => used.Answer == 5 && Time.IsDueIn(FirstAnswers.LongestThinking), "thinking");
        Time.Pass(InputLanes.Patience);
        await LoopbackDiscord.UntilAsync(() => Discord.Gateway.Open == 0, "the end of the bot's patience");
        Time.Pass(FirstAnswers.LongestThinking - InputLanes.Patience);
        await LoopbackDiscord.UntilAsync(() => used.Original is not null, "a word");

        Assert.StartsWith("Ahora mismo", used.Original!.Text, StringComparison.Ordinal);
        await Discord.AssertKeptAsync();
    }

    [Fact]
    public async Task A_command_whose_turn_was_taken_in_an_earlier_life_leaves_no_thinking_behind()
    {
        Sink.Decide = (_, _) => ValueTask.FromResult(Acceptance.Duplicate);

        var used = Member.Uses("reflect");
        await LoopbackDiscord.UntilAsync(() => used.Answer == 5 && Time.IsDueIn(FirstAnswers.LongestThinking), "thinking");
        Time.Pass(FirstAnswers.LongestThinking);

        await LoopbackDiscord.UntilAsync(() => !used.Deferred, "the end of the thinking");
        Assert.Empty(Member.Sees);
        await Discord.AssertKeptAsync();
    }

    [Fact]
    public async Task A_deferral_that_Discord_makes_wait_comes_while_there_is_time()
    {
        Sink.Decide = async (_, cancellationToken) =>
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return Acceptance.Taken;
        };
        Discord.Plan("POST interactions/{}/{}/callback", PlannedFault.TooFast);

        var used = Member.Uses("reflect");
        await PassLimitAsync();
        await LoopbackDiscord.UntilAsync(() => Time.IsDueIn(TimeSpan.FromSeconds(1)), "the wait");
        Time.Pass(TimeSpan.FromSeconds(1));

        await LoopbackDiscord.UntilAsync(() => used.Answer == 5, "the deferral");
        await Discord.AssertKeptAsync();
    }

    [Fact]
    public async Task What_may_still_be_taken_is_not_said_to_be_lost()
    {
        var taken = new TaskCompletionSource();
        Sink.Decide = async (_, _) =>
        {
            await taken.Task;
            return Acceptance.Taken;
        };
        var used = Member.Uses("reflect");
        await PassLimitAsync();
        await LoopbackDiscord.UntilAsync(() => used.Answer == 5 && Time.IsDueIn(FirstAnswers.LongestThinking), "thinking");
        Time.Pass(FirstAnswers.LongestThinking);
        await LoopbackDiscord.UntilAsync(() => Time.IsDueIn(FirstAnswers.LongestThinking) || !used.Deferred, "more of it, or its end");

        Assert.True(used.Deferred);
        taken.SetResult();
        await LoopbackDiscord.UntilAsync(() => Discord.Gateway.Open == 0, "the end of the turn");
        Time.Pass(FirstAnswers.LongestThinking);
        await LoopbackDiscord.UntilAsync(() => !used.Deferred, "the end of the thinking");
        Assert.Empty(Member.Sees);
        await Discord.AssertKeptAsync();
    }

    /// <summary>Waits until the bot watches over the three seconds of an interaction, and lets the time pass by which it must have been answered.</summary>
    private async Task PassLimitAsync()
    {
        await LoopbackDiscord.UntilAsync(() => Sink.Offered.Count == 1 && Time.IsDueIn(FirstAnswers.Limit), "the watch over the first answer");
        Time.Pass(FirstAnswers.Limit);
    }
}
