using System.Text;
using System.Text.Json;
using NodaTime;
using ReflectionBot.Adapters.LocalChat;
using ReflectionBot.Core.Groups;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Storage;
using ReflectionBot.Storage.Sqlite;
using ReflectionBot.Tests.Scheduling;
using ReflectionBot.Tests.Storage;
using ReflectionBot.Verbs;

namespace ReflectionBot.Tests.Verbs;

/// <summary>What is printed is all that forgetting would take away.</summary>
public sealed class ExportVerbTests : IDisposable
{
    private const string RoundId = "00112233445566ff";
    private static readonly Address Ann = Address.Parse("local:ann");
    private static readonly Address Ben = Address.Parse("local:ben");
    private static readonly Address Circle = Address.Parse("local:~circle");
    private static readonly Instant Now = ManualClock.Start;

    private readonly TempFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Setting => $"--Storage:ConnectionString=Data Source={_folder.File("bot.db")}";

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Everything_about_a_person_is_printed_and_nothing_about_another()
    {
        await using (var storage = Open())
        {
            foreach (var person in (Address[])[Ann, Ben])
            {
                await TalkAsync(storage, person);
            }

            await AnswerAndMuteAsync(storage);
        }

        var (code, output, error) = await CommandLine.RunAsync("export", "--address", Ann.Value, Setting);
        Assert.True(code == ExitCodes.Done, error);
        using var json = JsonDocument.Parse(output);
        var all = json.RootElement;
        Assert.Equal(Now.ToString(), all.GetProperty("lastActive").GetString());
        Assert.Equal("settings", all.GetProperty("conversation").GetProperty("of").GetString());
        Assert.Equal("kept by local:ann", Assert.Single(all.GetProperty("entries").EnumerateArray()).GetProperty("words").GetString());
        Assert.Equal("m local:ann", Assert.Single(all.GetProperty("sent").EnumerateArray()).GetProperty("message").GetString());
        var waiting = Assert.Single(all.GetProperty("waiting").EnumerateArray());
        Assert.Equal("waits for local:ann", waiting.GetProperty("message").GetProperty("text").GetString());
        Assert.Equal(Now.ToString(), waiting.GetProperty("since").GetString());
        var line = Assert.Single(all.GetProperty("lines").EnumerateArray());
        Assert.Equal(("person", "written by local:ann"), (line.GetProperty("by").GetString(), line.GetProperty("text").GetString()));
        var answer = Assert.Single(all.GetProperty("answers").EnumerateArray());
        Assert.Equal((Circle.Value, RoundId, "answer of local:ann"), (answer.GetProperty("group").GetString(), answer.GetProperty("round").GetString(), answer.GetProperty("words").GetString()));
        Assert.Equal(Circle.Value, Assert.Single(all.GetProperty("muted").EnumerateArray()).GetProperty("group").GetString());
        Assert.DoesNotContain(Ben.Value, output, StringComparison.Ordinal);

        var (_, ofGroup, _) = await CommandLine.RunAsync("export", "--address", Circle.Value, Setting);
        Assert.Contains("\"conversation\"", ofGroup, StringComparison.Ordinal);
        Assert.DoesNotContain("answer of", ofGroup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lines")]
    [InlineData("waiting")]
    [InlineData("sent")]
    public async Task Whoever_has_nothing_but_one_of_these_can_have_it_printed_and_then_forgotten(string kind)
    {
        await using (var storage = Open())
        {
            await LeaveAsync(storage, kind);
        }

        var (exported, output, _) = await CommandLine.RunAsync("export", "--address", Ann.Value, Setting);
        Assert.Equal(ExitCodes.Done, exported);
        using (var json = JsonDocument.Parse(output))
        {
            Assert.Equal(1, json.RootElement.GetProperty(kind).GetArrayLength());
            Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("conversation").ValueKind);
        }

        Assert.Equal(ExitCodes.Done, (await CommandLine.RunAsync("forget", "--address", Ann.Value, Setting)).Code);
        var (code, _, error) = await CommandLine.RunAsync("export", "--address", Ann.Value, Setting);
        Assert.Equal(ExitCodes.Found, code);
        Assert.Contains("Nothing is stored about local:ann", error, StringComparison.Ordinal);
    }

    private static async Task TalkAsync(SqliteUnderTest storage, Address person)
    {
        var basis = await storage.Turns.LoadAsync(person, $"1 {person}", Token);
        var rows = (await storage.Turns.CommitAsync(
            new TurnCommit(basis, $"1 {person}", Now)
            {
                State = """{"of":"settings"}"""u8.ToArray(),
                Keep = [new StoredEntry("e1", Now, Encoding.UTF8.GetBytes($"kept by {person}"))],
                Outbox = [new OutboxDraft(new Reply("was sent") { Key = "q1" }), new OutboxDraft(new Reply($"waits for {person}"))],
            },
            Token)).Outbox;
        await storage.Outbox.SentAsync(rows[0], "q1", [$"m {person}"], [], Now, Token);
        await WriteLineAsync(storage, person);
    }

    private static async Task AnswerAndMuteAsync(SqliteUnderTest storage)
    {
        var group = await storage.Turns.LoadAsync(Circle, "open", Token);
        await storage.Turns.CommitAsync(new TurnCommit(group, "open", Now) { State = "{}"u8.ToArray(), Vaults = [new VaultChange(RoundId, VaultAction.Open)] }, Token);
        foreach (var person in (Address[])[Ann, Ben])
        {
            var basis = await storage.Turns.LoadAsync(person, $"2 {person}", Token);
            await storage.Turns.CommitAsync(new TurnCommit(basis, $"2 {person}", Now) { State = basis.State, Voice = new VoiceChange(RoundId, $"answer of {person}") }, Token);
        }

        var anns = (await storage.Rounds.VoicesAsync(RoundId, Token)).Single(voice => voice.Words == "answer of local:ann");
        group = await storage.Turns.LoadAsync(Circle, "mute", Token);
        var mute = new VaultChange(RoundId, VaultAction.Mute) { VoiceId = anns.Id, Until = Now + Duration.FromDays(30) };
        await storage.Turns.CommitAsync(new TurnCommit(group, "mute", Now) { State = "{}"u8.ToArray(), Vaults = [mute] }, Token);
    }

    private static async Task LeaveAsync(SqliteUnderTest storage, string kind)
    {
        if (kind == "lines")
        {
            await WriteLineAsync(storage, Ann);
            return;
        }

        if (kind == "sent")
        {
            // As a message that was sent while its chat was being forgotten by hand.
            await storage.Database.WriteAsync<int>(
                connection => new(connection.Execute("INSERT INTO sent_message (address, outbox_id, part, message_id, sent_at) VALUES ('local:ann', 'a', 0, 'm1', 0)")), Token);
            return;
        }

        var basis = await storage.Turns.LoadAsync(Ann, "1", Token);
        await storage.Turns.CommitAsync(new TurnCommit(basis, "1", Now) { Forget = true, Outbox = [new OutboxDraft(new Reply("It is gone."))] }, Token);
    }

    private static Task WriteLineAsync(SqliteUnderTest storage, Address person) =>
        new SqliteLocalChatLog(storage.Database).AppendAsync(person, new ChatLine("in-1", ChatSpeaker.Person, Now, $"written by {person}"), Token);

    private SqliteUnderTest Open()
    {
        var storage = SqliteUnderTest.Closed(SqliteUnderTest.OptionsIn(_folder));
        storage.Database.Open();
        return storage;
    }
}
