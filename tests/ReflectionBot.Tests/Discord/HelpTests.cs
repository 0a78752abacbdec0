using ReflectionBot.Adapters.Discord;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Tests.Discord.Loopback;
using ReflectionBot.Tests.Turns;

namespace ReflectionBot.Tests.Discord;

/// <summary>Help in Discord, whatever the database does: the whole bot with its real screen and Cards.</summary>
public sealed class HelpTests
{
    private const long Ann = 42;

    [Theory]
    [InlineData(LoopbackPlace.Server)]
    [InlineData(LoopbackPlace.Private)]
    [InlineData(LoopbackPlace.OtherChat)]
    public async Task Help_is_there_within_three_seconds_while_the_database_is_gone_or_does_not_answer(LoopbackPlace place)
    {
        FlakyTurnStore store = null!;
        await using var whole = await WholeDiscord.StartAsync(turns => store = new FlakyTurnStore(turns));
        var ann = whole.Discord.Person(Ann);

        store.LoadFails = true;
        var gone = ann.Uses("help", place: place);
        await CardAsync(whole, ann, 1);
        Assert.InRange(gone.AnsweredAfter!.Value.TotalSeconds, 0, 3);

        store.LoadFails = false;
        store.LoadGate = new TaskCompletionSource();
        var silent = ann.Uses("help", place: place);
        await CardAsync(whole, ann, 2);
        Assert.InRange(silent.AnsweredAfter!.Value.TotalSeconds, 0, 3);
        store.LoadGate.SetResult();

        Assert.All(ann.Sees, message => Assert.Equal(place != LoopbackPlace.Private, message.Ephemeral));
        await whole.Discord.AssertKeptAsync();
    }

    [Fact]
    public async Task Danger_written_in_private_or_in_a_field_gets_the_Card_while_the_database_is_gone()
    {
        FlakyTurnStore store = null!;
        await using var whole = await WholeDiscord.StartAsync(turns => store = new FlakyTurnStore(turns));
        var ann = whole.Discord.Person(Ann);
        store.LoadFails = true;

        ann.Writes("I want to kill myself tonight");
        await CardAsync(whole, ann, 1);

        Assert.False(ann.Sees.Last().Ephemeral);
        await whole.Discord.AssertKeptAsync();
    }

    [Fact]
    public async Task Who_presses_while_the_database_is_silent_is_told_to_wait_in_time_and_gets_the_answer_when_it_is_back()
    {
        FlakyTurnStore store = null!;
        await using var whole = await WholeDiscord.StartAsync(turns => store = new FlakyTurnStore(turns));
        var ann = whole.Discord.Person(Ann);
        store.LoadGate = new TaskCompletionSource();

        var used = ann.Uses("journal", place: LoopbackPlace.Server);
        await LoopbackDiscord.UntilAsync(() => used.Answer is not null, "a first answer");
        store.LoadGate.SetResult();
        store.LoadGate = null;
        var told = await ann.HearsAsync();

        Assert.Equal(5, used.Answer);
        Assert.True(told.Ephemeral);
        Assert.Single(ann.Sees);
        Assert.DoesNotContain("cannot write this down", told.Text, StringComparison.Ordinal);
        await whole.Discord.AssertKeptAsync();
    }

    private static Task CardAsync(WholeDiscord whole, LoopbackPerson person, int count) => LoopbackDiscord.UntilAsync(
        () => whole.Said.Count(said => said.Kind == ReplyKind.Card && said.Address == Address.Of(DiscordOptions.Platform, $"{person.Id}")) >= count && person.Sees.Count() >= count, "the Card");
}
