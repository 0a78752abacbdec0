using System.Collections.Immutable;
using NodaTime;
using ReflectionBot.Adapters.Discord;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Tests.Discord;
using ReflectionBot.Tests.Discord.Loopback;
using ReflectionBot.Tests.Nudges;

namespace ReflectionBot.Tests.Groups;

/// <summary>A server at the loopback Discord.</summary>
internal sealed class DiscordGroupStage(WholeDiscord discord) : IGroupStage
{
    private const string Write = "Write an answer";

    private readonly Dictionary<string, LoopbackPerson> _people = new(StringComparer.Ordinal);
    private int _joined;

    public WholeDiscord Whole => discord;

    public IReadOnlyList<SeenMessage> Group => Seen(Posts);

    /// <summary>What stands in the channel.</summary>
    public IReadOnlyList<LoopbackMessage> Posts => discord.Discord.Chats.To(LoopbackChats.PersonOf(LoopbackServer.Channel));

    /// <summary>A thread has the id of the post it hangs on.</summary>
    public IReadOnlyList<SeenMessage> Discussion => Seen([Begun, .. Loopback.Chats.To(LoopbackChats.PersonOf(Begun.Id))]);

    private LoopbackMessage Begun => Posts.Last(post => Loopback.Calls.Any(call => call.Route == "POST channels/{}/messages/{}/threads" && call.Path.EndsWith($"/messages/{post.Id}/threads", StringComparison.Ordinal)));

    private LoopbackDiscord Loopback => discord.Discord;

    public static async Task<DiscordGroupStage> StartAsync()
    {
        var stage = new DiscordGroupStage(await WholeDiscord.StartAsync());
        stage.Whole.Date.Now = GroupStory.Begin;
        return stage;
    }

    public LoopbackPerson Person(string name)
    {
        lock (_people)
        {
            if (_people.TryGetValue(name, out var person))
            {
                return person;
            }

            person = Loopback.Person(50_001 + _people.Count);
            _people.Add(name, person);
            return person;
        }
    }

    public void Moderate(params string[] people) => Loopback.Server.Managers = [.. people.Select(name => Person(name).Id)];

    public async Task MeetAsync(params string[] people)
    {
        foreach (var person in people.Select(Person))
        {
            var address = Address.Of(DiscordOptions.Platform, $"{person.Id}");
            if ((await discord.ReadAsync(address)).Consent is null)
            {
                await discord.PutAsync(new Conversation(address) { Consent = new Consent("1", discord.Date.Now) });
            }
        }
    }

    public Task CallAsync(string person, string command = "round") => ActAsync(() => Person(person).Uses(command, place: LoopbackPlace.Server));

    public Task UsePostAsync(string person, string label) =>
        ActAsync(() => Person(person).Presses(Posts.Last(message => !message.Deleted && message.Labels.Contains(label)), label));

    public async Task PressAsync(string person, string label)
    {
        await Person(person).PressesAsync(label);
        await discord.QuietAsync();
    }

    /// <summary>Into the field where one is offered, else in the private chat.</summary>
    public async Task WriteAsync(string person, string text)
    {
        if (Person(person).Sees.LastOrDefault() is not { } last || !last.Labels.Contains(Write))
        {
            await ActAsync(() => Person(person).Writes(text));
            return;
        }

        await FillInAsync(person, Person(person).Presses(last, Write), text);
    }

    public async Task AnswerAsync(string person, string words)
    {
        var post = Posts.Last(message => !message.Deleted && message.Labels.Contains("Answer privately"));
        await FillInAsync(person, Person(person).Presses(post, "Answer privately"), words);
    }

    public async Task TapAsync(string person, string label)
    {
        var post = Posts.Last(message => !message.Deleted && message.Labels.Contains(label));
        await ActAsync(() => Person(person).Presses(post, label));
        Assert.True(Person(person).Sees.Last().Ephemeral, "a tap was not answered where only its author sees it");
    }

    public async Task PassAsync(Duration span)
    {
        var until = discord.Date.Now + span;
        var woken = 0;
        while (await DueAsync() is { } due && due <= until)
        {
            Assert.True(woken++ < 5_000, $"somebody is due at {due} and stays due");
            discord.Date.Now = Instant.Max(discord.Date.Now, due);
            await discord.SweepAsync();
            await discord.QuietAsync();
        }

        discord.Date.Now = until;
    }

    public string Bar(bool barred)
    {
        Loopback.Server.RightsOfBot = $"{(barred ? LoopbackServer.OfBot & ~(1UL << 11) : LoopbackServer.OfBot)}";
        return "Send Messages";
    }

    public void HaveThreads()
    {
        // Every channel can have some.
    }

    public Task DeleteThreadAsync()
    {
        var thread = Begun.Id;
        Loopback.Server.DeletedChannels[thread] = true;
        return ActAsync(() => Loopback.Publish(
            "THREAD_DELETE",
            new System.Text.Json.Nodes.JsonObject { ["id"] = thread, ["guild_id"] = LoopbackServer.Id, ["parent_id"] = LoopbackServer.Channel, ["type"] = 11 }));
    }

    public Task RemoveBotAsync()
    {
        Loopback.Server.Removed = true;
        return ActAsync(() => Loopback.Publish("GUILD_DELETE", LoopbackServer.Deleted(unavailable: false)));
    }

    public Task AddBotAsync()
    {
        Loopback.Server.Removed = false;
        return ActAsync(() => Loopback.Publish("GUILD_CREATE", LoopbackServer.Created($"2026-03-02T20:00:0{++_joined}+00:00")));
    }

    public IReadOnlyList<SeenMessage> Of(string person) => Seen(Loopback.Chats.To(Person(person).Id));

    public IEnumerable<string> SentToOthers(string person)
    {
        var own = Loopback.Chats.ByToken.Values.Where(interaction => interaction.Person == Person(person).Id).Select(interaction => interaction.Token).ToHashSet(StringComparer.Ordinal);
        var privately = $"/channels/{LoopbackChats.PrivateOf(Person(person).Id)}/";
        return Loopback.Calls
            .Where(call => call.Body is not null && !call.Path.Contains(privately, StringComparison.Ordinal) && !own.Any(token => call.Path.Contains(token, StringComparison.Ordinal)))
            .Select(call => call.Body!.Value.GetRawText());
    }

    public IEnumerable<(string Name, byte[] Bytes)> Kept() => discord.Kept();

    public Task AssertKeptAsync() => Loopback.AssertKeptAsync();

    public ValueTask DisposeAsync() => discord.DisposeAsync();

    private async Task FillInAsync(string person, LoopbackInteraction opening, string text)
    {
        await LoopbackDiscord.UntilAsync(() => opening.Modal is not null, "a field to write in");
        await ActAsync(() => Person(person).FillsIn(opening, text));
    }

    private async Task ActAsync(Action act)
    {
        act();
        await discord.QuietAsync();
    }

    private static ImmutableArray<SeenMessage> Seen(IEnumerable<LoopbackMessage> messages) =>
        [.. messages.Where(message => !message.Deleted).Select(message => new SeenMessage(message.Text, [.. message.Labels]))];

    private async Task<Instant?> DueAsync()
    {
        Instant? due = null;
        foreach (var local in _people.Values.Select(person => $"{person.Id}").Append($"g{LoopbackServer.Id}"))
        {
            if ((await discord.ReadAsync(Address.Of(DiscordOptions.Platform, local))).WakesAt is { } at && (due is null || at < due))
            {
                due = at;
            }
        }

        return due;
    }
}
