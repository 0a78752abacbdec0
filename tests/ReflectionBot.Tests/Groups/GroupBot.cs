using System.Globalization;
using NodaTime;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Groups;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Scheduling;
using ReflectionBot.Tests.Outbox;
using ReflectionBot.Tests.Storage;
using ReflectionBot.Tests.Turns;

namespace ReflectionBot.Tests.Groups;

/// <summary>A group on the whole way from Input to platform: a moderator, members, and a clock that the test turns.</summary>
internal sealed class GroupBot(BotUnderTest bot) : IAsyncDisposable
{
    public static readonly Address Circle = Address.Parse("local:~circle");
    public static readonly Address Moderator = Address.Parse("local:mod");

    private int _inputs;

    public BotUnderTest Bot { get; } = bot;

    public SqliteUnderTest Storage => Bot.Storage;

    /// <summary>What the group can read.</summary>
    public IReadOnlyList<string> Posts => [.. Bot.Platform.Deliveries.Where(one => one.Address == Circle).Select(one => one.Outgoing).OfType<Reply>().Select(reply => reply.Text)];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<GroupBot> StartAsync(BotUnderTest? bot = null)
    {
        var group = new GroupBot(bot ?? new BotUnderTest());
        await group.Bot.StartAsync();
        return group;
    }

    public static Address Member(int number) => Address.Of("local", string.Create(CultureInfo.InvariantCulture, $"member{number}"));

    /// <summary>The id of the Round the moderator opened.</summary>
    public async Task<string> OpenAsync(string prompt = "What helps?")
    {
        await CallAsync();
        await PressAsync(Moderator, "New, in own words");
        await PressAsync(Moderator, "In my own words");
        await SayAsync(Moderator, prompt);
        await PressAsync(Moderator, "One day");
        await PressAsync(Moderator, "Open it");
        return (await StateAsync()).Rounds[^1].Id;
    }

    /// <summary>The moderator gives the command, and is greeted first where that has not been.</summary>
    public async Task CallAsync()
    {
        if (SaidTo(Moderator).Count == 0)
        {
            await GreetAsync(Moderator);
        }

        var before = SaidTo(Moderator).Count;
        await TakeAsync(new GroupCommandInput(NextId(), Moderator, Circle, GroupCommands.Round));
        await Eventually.True(() => SaidTo(Moderator).Count > before, "the moderator is shown the overview");
    }

    /// <summary>Presses a button that the next message may have as well, and waits for that message.</summary>
    public async Task StepAsync(Address person, string label)
    {
        // The button itself may still be on its way: only what comes after it answers the press.
        await Eventually.True(() => ButtonOf(person, label) is not null, $"{person} sees {label}");
        var before = SaidTo(person).Count;
        await PressAsync(person, label);
        await Eventually.True(() => SaidTo(person).Count > before, $"{person} is answered");
    }

    public IReadOnlyList<Reply> SaidTo(Address person) => [.. Bot.Platform.Deliveries.Where(one => one.Address == person).Select(one => one.Outgoing).OfType<Reply>()];

    public async Task AnswerAsync(Address person, string roundId, string words)
    {
        await TakeAsync(new OptionInput(NextId(), person, [VoiceButtons.Answer(roundId)]));
        await PressAsync(person, "Yes, let us begin");
        Assert.Equal(Acceptance.Taken, await SayAsync(person, words));
    }

    public ValueTask<Acceptance> SayAsync(Address person, string text) => TakeAsync(new TextInput(NextId(), person, text));

    public ValueTask<Acceptance> TakeAsync(Input input) => Bot.Dispatcher.AcceptAsync(input, Token);

    /// <summary>Presses the button with this label in the latest message that has one.</summary>
    public async Task PressAsync(Address person, string label)
    {
        await Eventually.True(() => ButtonOf(person, label) is not null, $"{person} sees {label}");
        Assert.Equal(Acceptance.Taken, await TakeAsync(new OptionInput(NextId(), person, [ButtonOf(person, label)!.Id])));
    }

    private Option? ButtonOf(Address person, string label) => SaidTo(person) is [.., var last] ? last.Options.FirstOrDefault(option => option.Label == label) : null;

    /// <summary>Lets time pass and does what the schedule would do, until nothing is due.</summary>
    public async Task PassAsync(Duration time)
    {
        Bot.Clock.Advance(time);
        var sweep = new Sweep(Storage.Housekeeping, Bot.Dispatcher, Bot.Outbox, Bot.Clock);
        do
        {
            Bot.Clock.Advance(Duration.FromSeconds(1));
        }
        while (await sweep.RunAsync(Token) > 0);
    }

    public async Task<Group> StateAsync() => ConversationJson.Read((await Storage.Turns.LoadAsync(Circle, "look", Token)).State.Span).Group!;

    public string NextId() => string.Create(CultureInfo.InvariantCulture, $"test/{Interlocked.Increment(ref _inputs)}");

    public ValueTask DisposeAsync() => Bot.DisposeAsync();

    private async Task GreetAsync(Address person)
    {
        await SayAsync(person, "hello");
        await PressAsync(person, "Yes, let us begin");
    }
}
