using System.Collections.Immutable;
using NodaTime;
using ReflectionBot.Adapters.Telegram;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Tests.Nudges;
using ReflectionBot.Tests.Telegram;
using ReflectionBot.Tests.Telegram.Loopback;

namespace ReflectionBot.Tests.Groups;

/// <summary>A group at the loopback Telegram.</summary>
internal sealed class TelegramGroupStage(WholeTelegram telegram) : IGroupStage
{
    private readonly Dictionary<string, LoopbackPerson> _people = new(StringComparer.Ordinal);

    public WholeTelegram Telegram => telegram;

    /// <summary>Changes when the group becomes a supergroup.</summary>
    public long Chat { get; set; } = -777;

    /// <summary>The forum topic in which commands are given.</summary>
    public int? Topic { get; set; }

    public IReadOnlyList<SeenMessage> Group => Seen(Chat);

    public IReadOnlyList<SeenMessage> Discussion => Seen(telegram.Api.Chats.In(Chat).Where(message => message.Topic == Newest));

    private int? Newest => telegram.Api.Chats.In(Chat).Last(message => message.Topic is not null).Topic;

    public static async Task<TelegramGroupStage> StartAsync(TelegramRates? rates = null)
    {
        var telegram = await WholeTelegram.StartAsync(TelegramReceive.Webhook, rates);
        telegram.Date.Now = GroupStory.Begin;
        return new TelegramGroupStage(telegram);
    }

    public LoopbackPerson Person(string name)
    {
        lock (_people)
        {
            if (_people.TryGetValue(name, out var person))
            {
                return person;
            }

            person = telegram.Api.Person(50_001 + _people.Count);
            _people.Add(name, person);
            return person;
        }
    }

    public void Moderate(params string[] people) => telegram.Api.Chats.Administrators[Chat] = [.. people.Select(name => Person(name).Id)];

    public async Task MeetAsync(params string[] people)
    {
        foreach (var person in people.Select(Person))
        {
            var address = TelegramBed.AddressOf(person.Id);
            if (telegram.Api.Chats.Open.TryAdd(person.Id, true))
            {
                await telegram.PutAsync(new Conversation(address) { Consent = new Consent("1", telegram.Date.Now) });
            }
        }
    }

    public Task CallAsync(string person, string command = "round") => ActAsync(() => Person(person).WritesInGroup(Chat, $"/{command}", Topic));

    public async Task UsePostAsync(string person, string label)
    {
        await Person(person).PressesInGroupAsync(Chat, label);
        await telegram.QuietAsync();
    }

    public async Task PressAsync(string person, string label)
    {
        await Person(person).PressesAsync(label);
        await telegram.QuietAsync();
    }

    public Task WriteAsync(string person, string text) => ActAsync(() => Person(person).Writes(text));

    public async Task AnswerAsync(string person, string words)
    {
        await Person(person).PressesInGroupAsync(Chat, "Answer privately");
        await telegram.QuietAsync();
        await WriteAsync(person, words);
    }

    public async Task TapAsync(string person, string label)
    {
        var press = await Person(person).PressesInGroupAsync(Chat, label);
        await telegram.QuietAsync();
        var (text, url) = telegram.Api.Chats.CallbackWords[press!];
        Assert.True(text is not null || url is not null, "the tap was answered without a word");
    }

    public async Task PassAsync(Duration span)
    {
        var until = telegram.Date.Now + span;
        var woken = 0;
        while (await DueAsync() is { } due && due <= until)
        {
            Assert.True(woken++ < 5_000, $"somebody is due at {due} and stays due");
            telegram.Date.Now = Instant.Max(telegram.Date.Now, due);
            await telegram.SweepAsync();
            await telegram.QuietAsync();
        }

        telegram.Date.Now = until;
    }

    public string Bar(bool barred)
    {
        if (barred)
        {
            telegram.Api.Chats.Muted[Chat] = true;
        }
        else
        {
            telegram.Api.Chats.Muted.Clear();
        }

        return "Send Messages";
    }

    public void HaveThreads()
    {
        Chat = -1_001_888;
        telegram.Api.Chats.Topics[(Chat, 1)] = true;
    }

    public Task DeleteThreadAsync()
    {
        var topic = Newest!.Value;
        telegram.Api.Chats.Topics.TryRemove((Chat, topic), out _);
        foreach (var message in telegram.Api.Chats.In(Chat).Where(message => message.Topic == topic))
        {
            message.Deleted = true;
        }

        return Task.CompletedTask;
    }

    public Task RemoveBotAsync() => ActAsync(() => Person("mod").ChangesTheBot(Chat, "kicked"));

    public Task AddBotAsync() => ActAsync(() => Person("mod").ChangesTheBot(Chat, "member"));

    public IReadOnlyList<SeenMessage> Of(string person) => Seen(Person(person).Id);

    public IEnumerable<string> SentToOthers(string person)
    {
        var presses = telegram.Api.Chats.AnsweredCallbacks;
        return telegram.Api.Calls
            .Where(call => call.Method.StartsWith("send", StringComparison.Ordinal) || call.Method.StartsWith("edit", StringComparison.Ordinal) || call.Method == "answerCallbackQuery")
            .Where(call => call.Parameters.TryGetProperty("chat_id", out var chat)
                ? chat.GetInt64() != Person(person).Id
                : presses.GetValueOrDefault(call.Parameters.GetProperty("callback_query_id").GetString()!) != Person(person).Id)
            .Select(call => call.Parameters.GetRawText());
    }

    public IEnumerable<(string Name, byte[] Bytes)> Kept() => telegram.Kept();

    public Task AssertKeptAsync() => telegram.Api.AssertKeptAsync();

    public ValueTask DisposeAsync() => telegram.DisposeAsync();

    private async Task ActAsync(Action act)
    {
        act();
        await telegram.QuietAsync();
    }

    private ImmutableArray<SeenMessage> Seen(long chat) => Seen(telegram.Api.Chats.In(chat));

    private static ImmutableArray<SeenMessage> Seen(IEnumerable<LoopbackMessage> messages) =>
        [.. messages.Where(message => !message.Deleted).Select(message => new SeenMessage(message.Text, [.. message.Buttons.Select(button => button.Label)]))];

    private async Task<Instant?> DueAsync()
    {
        Instant? due = null;
        foreach (var address in _people.Values.Select(person => person.Id).Append(Chat).Select(TelegramBed.AddressOf))
        {
            if ((await telegram.ReadAsync(address)).WakesAt is { } at && (due is null || at < due))
            {
                due = at;
            }
        }

        return due;
    }
}
