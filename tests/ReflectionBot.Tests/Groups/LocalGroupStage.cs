using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NodaTime;
using ReflectionBot.Adapters.LocalChat;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Scheduling;
using ReflectionBot.Storage;
using ReflectionBot.Tests.LocalChat;
using ReflectionBot.Tests.Nudges;
using ReflectionBot.Tests.Outbox;
using ReflectionBot.Tests.Storage;
using ReflectionBot.Tests.Telegram;
using ReflectionBot.Tests.Turns;

namespace ReflectionBot.Tests.Groups;

/// <summary>A group of the local chat: what its page would post is handed over as the page's post, and what it would show is read from its log.</summary>
internal sealed class LocalGroupStage : IGroupStage
{
    private const string Room = "~circle";

    private readonly TempFolder _folder;
    private readonly RealBot _bot;
    private readonly TestDate _date;
    private readonly LogMemory _logs;
    private readonly HashSet<string> _people = new(StringComparer.Ordinal);
    private int _posted;

    private LocalGroupStage(TempFolder folder, RealBot bot, TestDate date, LogMemory logs)
    {
        _logs = logs;
        _folder = folder;
        _bot = bot;
        _date = date;
    }

    public IReadOnlyList<SeenMessage> Group => Of(Room);

    public IReadOnlyList<SeenMessage> Discussion => Group;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<LocalGroupStage> StartAsync()
    {
        var folder = new TempFolder();
        var date = new TestDate { Now = GroupStory.Begin };
        var logs = new LogMemory();
        return new LocalGroupStage(folder, await RealBot.StartAsync(folder.Path, clock: date, logs: logs), date, logs);
    }

    public void Moderate(params string[] people)
    {
        var named = _bot.Services.GetRequiredService<IOptions<LocalChatOptions>>().Value.Moderators;
        named.Clear();
        foreach (var name in people)
        {
            named.Add(name);
        }
    }

    public async Task MeetAsync(params string[] people)
    {
        var store = _bot.Services.GetRequiredService<ITurnStore>();
        foreach (var address in people.Where(_people.Add).Select(name => Address.Of("local", name)))
        {
            var basis = await store.LoadAsync(address, "setup", Token);
            await store.CommitAsync(
                new TurnCommit(basis, $"setup/{address}", _date.Now) { State = ConversationJson.Write(new Conversation(address) { Consent = new Consent("1", _date.Now) }) }, Token);
        }
    }

    public Task CallAsync(string person, string command = "round") => PostAsync(person, new PostedInput(null, null, null, command, Room));

    public Task UsePostAsync(string person, string label) => PressAsync(person, Room, label);

    public Task PressAsync(string person, string label) => PressAsync(person, person, label);

    public Task WriteAsync(string person, string text) => PostAsync(person, new PostedInput(null, text, null, null));

    public async Task AnswerAsync(string person, string words)
    {
        await PressAsync(person, Room, "Answer privately");
        await WriteAsync(person, words);
    }

    public Task TapAsync(string person, string label) => PressAsync(person, Room, label);

    public async Task PassAsync(Duration span)
    {
        var until = _date.Now + span;
        var woken = 0;
        while (await DueAsync() is { } due && due <= until)
        {
            Assert.True(woken++ < 5_000, $"somebody is due at {due} and stays due");
            _date.Now = Instant.Max(_date.Now, due);
            await _bot.Services.GetRequiredService<Sweep>().RunAsync(Token);
            await QuietAsync();
        }

        _date.Now = until;
    }

    public string Bar(bool barred) => throw new NotSupportedException("The page has no rights.");

    public void HaveThreads()
    {
        // The page has no rooms within a group: a discussion is a post like any other.
    }

    public Task DeleteThreadAsync() => throw new NotSupportedException("There is none.");

    public Task RemoveBotAsync() => throw new NotSupportedException("The page cannot take the bot out.");

    public Task AddBotAsync() => throw new NotSupportedException("The page cannot take the bot out.");

    public IReadOnlyList<SeenMessage> Of(string person) =>
        [.. Lines(person).Select(line => new SeenMessage(line.Text, [.. line.Options.Select(option => option.Label)]))];

    public IEnumerable<string> SentToOthers(string person) =>
        _people.Append(Room).Where(name => name != person).SelectMany(Lines).Select(line => line.Text);

    public IEnumerable<(string Name, byte[] Bytes)> Kept() => KeptFiles.In(_folder.Path).Concat(_logs.Kept());

    public Task AssertKeptAsync() => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _bot.DisposeAsync();
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
        _logs.Dispose();
    }

    private Task PressAsync(string person, string place, string label)
    {
        var option = Lines(place).SelectMany(line => line.Options).Last(option => option.Label == label);
        return PostAsync(person, new PostedInput(null, null, [option.Id], null));
    }

    private async Task PostAsync(string person, PostedInput posted)
    {
        _people.Add(person);
        var receiver = _bot.Services.GetRequiredService<LocalChatReceiver>();
        var input = LocalChatReceiver.Read(person, posted with { Id = string.Create(CultureInfo.InvariantCulture, $"{++_posted:0000000000}") }, "en");
        Assert.Equal(Acceptance.Taken, await receiver.AcceptAsync(input!, posted.Text, Token));
        await QuietAsync();
    }

    private IEnumerable<ChatLine> Lines(string place) =>
        _bot.Services.GetRequiredService<ILocalChatLog>().ReadAsync(Address.Of("local", place), 0, Token).GetAwaiter().GetResult()
            .Changed.Select(changed => changed.Line).Where(line => line.Speaker is ChatSpeaker.Bot);

    private async Task<Instant?> DueAsync()
    {
        Instant? due = null;
        foreach (var address in _people.Append(Room).Select(name => Address.Of("local", name)))
        {
            var stored = await _bot.Services.GetRequiredService<ITurnStore>().LoadAsync(address, "look", Token);
            if (stored.Exists && ConversationJson.Read(stored.State.Span).WakesAt is { } at && (due is null || at < due))
            {
                due = at;
            }
        }

        return due;
    }

    private Task QuietAsync() => Eventually.True(() => Idle.Of(_bot.Services, OutboxRows), "everything is sent");

    private long OutboxRows()
    {
        using var connection = new SqliteConnection($"Data Source={_folder.File("bot.db")};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM outbox";
        return (long)command.ExecuteScalar()!;
    }
}

/// <summary>The same stories in the local chat; <see cref="LocalChat.GroupViewTests"/> plays one in a browser.</summary>
public sealed class LocalGroupTests
{
    public static TheoryData<string> Stories => [.. GroupStory.All.Keys];

    [Theory]
    [MemberData(nameof(Stories))]
    public async Task In_the_local_chat(string story)
    {
        await using var stage = await LocalGroupStage.StartAsync();

        await GroupStory.All[story](stage);
    }
}
