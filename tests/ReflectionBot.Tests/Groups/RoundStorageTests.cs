using System.Collections.Immutable;
using System.Text;
using Dapper;
using Microsoft.Data.Sqlite;
using NodaTime;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Storage;
using ReflectionBot.Storage.Encryption;
using ReflectionBot.Storage.Sqlite;
using ReflectionBot.Tests.Outbox;
using ReflectionBot.Tests.Storage;
using ReflectionBot.Tests.Turns;

namespace ReflectionBot.Tests.Groups;

/// <summary>What the files of a group's bot tell, while a Round is open and after.</summary>
public sealed class RoundStorageTests
{
    private static readonly Address[] Members = [.. Enumerable.Range(0, 8).Select(GroupBot.Member)];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Acceptance 3. The attacker has the database, its key file, the program and the names of all members.</summary>
    [Fact]
    public async Task From_database_and_key_nobody_can_tell_who_answered_once_a_round_is_over()
    {
        await using var group = await GroupBot.StartAsync();
        var round = await group.OpenAsync();
        for (var i = 0; i < Members.Length; i++)
        {
            await group.AnswerAsync(Members[i], round, WordsOf(i));
        }

        // The attack is a real one: while the Round is open it succeeds, and the bot says so.
        var open = Attack(group.Storage.Options);
        Assert.Equal(Members.Select((member, i) => (member, WordsOf(i))).ToHashSet(), open.Authors.ToHashSet());
        Assert.NotEmpty(open.Secrets);

        await group.PassAsync(Duration.FromHours(25));
        await Eventually.Equal(2, () => group.Posts.Count);
        await ScrubbedAsync(group);

        var closed = Attack(group.Storage.Options);
        Assert.Empty(closed.Authors);
        Assert.All(closed.Readable, text => Assert.True(
            text.Contains("\"released\"", StringComparison.Ordinal)
                ? !Members.Any(member => text.Contains(member.Value, StringComparison.Ordinal))
                : !text.Contains("canary", StringComparison.Ordinal) && !text.Contains(round, StringComparison.Ordinal),
            text));
        Assert.All(open.Secrets, secret => Assert.Empty(FilesWith(group.Storage.Options, secret)));
    }

    /// <summary>Acceptance 3 with a mute: who is muted can be found out by trying every member, for what cannot.</summary>
    [Fact]
    public async Task An_author_is_muted_by_a_hash_alone_and_the_words_are_gone()
    {
        await using var group = await GroupBot.StartAsync();
        await group.CallAsync();
        await group.StepAsync(GroupBot.Moderator, "Read answers before release");
        var round = await group.OpenAsync();
        for (var i = 0; i < Members.Length; i++)
        {
            await group.AnswerAsync(Members[i], round, WordsOf(i));
        }

        await group.PassAsync(Duration.FromHours(25));
        await group.CallAsync();
        await group.PressAsync(GroupBot.Moderator, "Read round 1");
        await group.StepAsync(GroupBot.Moderator, "Begin reading");
        for (var i = 0; i < Members.Length; i++)
        {
            await group.StepAsync(GroupBot.Moderator, group.SaidTo(GroupBot.Moderator)[^1].Text.Contains(WordsOf(3), StringComparison.Ordinal) ? "Leave it out, mute its author" : "It may be shown");
        }

        await group.PressAsync(GroupBot.Moderator, "Release them");
        await group.PassAsync(Duration.FromSeconds(1));
        await Eventually.True(() => group.Posts.Any(post => post.Contains("in no order:", StringComparison.Ordinal)), "the rest is released");
        await ScrubbedAsync(group);

        Assert.DoesNotContain(Attack(group.Storage.Options).Readable, text => text.Contains(WordsOf(3), StringComparison.Ordinal));
        Assert.DoesNotContain(group.Posts, post => post.Contains(WordsOf(3), StringComparison.Ordinal));
        var vault = new Vault(KeyFile.Open(group.Storage.Options.KeyPath, databaseExists: true, group.Storage.Options.DatabasePath, out _));
        await using var connection = Connect(group.Storage.Options);
        var salt = await connection.QuerySingleAsync<byte[]>("SELECT salt FROM muting");
        Assert.Equal(Convert.ToHexString(vault.MuteTag(salt, Members[3])), Convert.ToHexString(await connection.QuerySingleAsync<byte[]>("SELECT person FROM muted")));
        Assert.Equal(0, await connection.ExecuteScalarAsync<int>("SELECT count(*) FROM voice"));

        await group.Storage.Archive.ForgetAsync(Members[3], Token);
        Assert.Equal(0, await connection.ExecuteScalarAsync<int>("SELECT count(*) FROM muted"));
    }

    [Fact]
    public async Task Who_is_muted_is_told_and_a_mute_moves_with_its_group_and_ends_by_itself()
    {
        await using var group = await GroupBot.StartAsync();
        var round = await group.OpenAsync();
        await using var connection = Connect(group.Storage.Options);
        var vault = new Vault(KeyFile.Open(group.Storage.Options.KeyPath, databaseExists: true, group.Storage.Options.DatabasePath, out _));
        var person = vault.MuteTag(await connection.QuerySingleAsync<byte[]>("SELECT salt FROM muting"), Members[0]);
        var day = (long)(group.Bot.Clock.Now - Instant.FromUnixTimeTicks(0)).TotalDays + 1;
        await connection.ExecuteAsync("INSERT INTO muted (address, person, until_day) VALUES (@address, @person, @day)", new { address = GroupBot.Circle.Value, person, day });
        Assert.True(await group.Storage.Outbox.MoveAsync(GroupBot.Circle, Address.Parse("local:~elsewhere"), Token));

        var found = await group.Storage.Rounds.FindAsync(round, Members[0], Token);
        Assert.True(found!.MutedUntil > group.Bot.Clock.Now);
        Assert.Null((await group.Storage.Rounds.FindAsync(round, Members[1], Token))!.MutedUntil);

        await group.Storage.Housekeeping.PruneAsync(group.Bot.Clock.Now + Duration.FromDays(2), Token);
        Assert.Null((await group.Storage.Rounds.FindAsync(round, Members[0], Token))!.MutedUntil);
    }

    [Fact]
    public async Task While_a_round_is_open_the_files_alone_tell_nothing()
    {
        await using var group = await GroupBot.StartAsync();
        var round = await group.OpenAsync();
        await group.AnswerAsync(Members[0], round, WordsOf(0));

        Assert.Empty(FilesWith(group.Storage.Options, Encoding.UTF8.GetBytes("canary")));
    }

    [Fact]
    public async Task Voices_of_any_length_up_to_two_hundred_bytes_look_the_same_in_the_database()
    {
        await using var group = await GroupBot.StartAsync();
        var round = await group.OpenAsync();
        await group.AnswerAsync(Members[0], round, "yes");
        await group.AnswerAsync(Members[1], round, "we walked to the lake on sunday and hardly spoke, and that was good");

        await using var connection = Connect(group.Storage.Options);
        Assert.Single(await connection.QueryAsync<int>("SELECT DISTINCT length(body) FROM voice"));
    }

    [Fact]
    public async Task Taken_out_an_answer_is_in_no_row()
    {
        await using var group = await GroupBot.StartAsync();
        var round = await group.OpenAsync();
        await group.AnswerAsync(Members[0], round, WordsOf(0));
        await group.PressAsync(Members[0], "Take it out");

        await using var connection = Connect(group.Storage.Options);
        Assert.Equal(0, await connection.ExecuteScalarAsync<int>("SELECT count(*) FROM voice"));
    }

    [Fact]
    public async Task Who_is_forgotten_is_taken_out_of_open_rounds_too()
    {
        await using var group = await GroupBot.StartAsync();
        var round = await group.OpenAsync();
        await group.AnswerAsync(Members[0], round, WordsOf(0));
        await group.AnswerAsync(Members[1], round, WordsOf(1));

        await group.Storage.Archive.ForgetAsync(Members[0], Token);

        Assert.Equal((Members[1], WordsOf(1)), Assert.Single(Attack(group.Storage.Options).Authors));
    }

    [Fact]
    public async Task An_answer_that_meets_the_closing_of_its_round_is_told_so_and_not_put_in()
    {
        var flaky = default(FlakyTurnStore);
        await using var group = await GroupBot.StartAsync(new BotUnderTest(turns: inner => flaky = new FlakyTurnStore(inner)));
        var round = await group.OpenAsync();
        await group.AnswerAsync(Members[0], round, WordsOf(0));
        await group.PressAsync(Members[0], "Change it");
        await group.TakeAsync(new GroupCommandInput(group.NextId(), GroupBot.Moderator, GroupBot.Circle, "round"));
        await group.PressAsync(GroupBot.Moderator, "Round 1");
        flaky!.BeforeCommit = () => group.PressAsync(GroupBot.Moderator, "Close it now");

        await group.SayAsync(Members[0], "too late");

        await Eventually.True(() => group.Bot.Platform.Texts.Any(text => text == "That one is over."), "the author is told");
        Assert.Equal((Members[0], WordsOf(0)), Assert.Single(Attack(group.Storage.Options).Authors));
    }

    [Fact]
    public async Task A_group_that_lives_on_under_another_address_takes_its_round_along()
    {
        await using var group = await GroupBot.StartAsync();
        var round = await group.OpenAsync();
        for (var i = 0; i < 4; i++)
        {
            await group.AnswerAsync(Members[i], round, WordsOf(i));
        }

        var elsewhere = Address.Parse("local:~elsewhere");
        Assert.True(await group.Storage.Outbox.MoveAsync(GroupBot.Circle, elsewhere, Token));
        await group.AnswerAsync(Members[4], round, WordsOf(4));
        await group.PassAsync(Duration.FromHours(25));

        await Eventually.True(
            () => group.Bot.Platform.Deliveries.Any(one => one.Address == elsewhere && one.Outgoing is Reply reply && reply.Text.Split('•').Length == 6),
            "all five answers are released in the new place");
    }

    [Fact]
    public async Task A_release_that_two_processes_meet_is_posted_once()
    {
        await using var group = await GroupBot.StartAsync();
        var round = await group.OpenAsync();
        for (var i = 0; i < 5; i++)
        {
            await group.AnswerAsync(Members[i], round, WordsOf(i));
        }

        group.Bot.Clock.Advance(Duration.FromHours(25));
        await group.TakeAsync(WokenInput.For(GroupBot.Circle, group.Bot.Clock.Now));
        group.Bot.Clock.Advance(Duration.FromSeconds(2));
        await using var other = new BotUnderTest((SqliteUnderTest)group.Storage.Another());
        other.Clock.Advance(group.Bot.Clock.Now - other.Clock.Now);
        await other.StartAsync();
        await Task.WhenAll(
            group.TakeAsync(new WokenInput("here", GroupBot.Circle)).AsTask(),
            other.Dispatcher.AcceptAsync(new WokenInput("there", GroupBot.Circle), Token).AsTask());

        await Eventually.Equal(2, () => group.Posts.Count + other.Platform.Texts.Count(text => text.Contains("in no order:", StringComparison.Ordinal)));
        Assert.Empty((await group.StateAsync()).Rounds);
    }

    private static string WordsOf(int member) => $"canary of number {(char)('a' + member)}";

    private static async Task ScrubbedAsync(GroupBot group)
    {
        await group.Bot.Outbox.StopAsync(Token);

        // The scrub runs by itself; asking for another one waits for it.
        await group.Storage.Archive.ForgetAsync(Address.Parse("local:nobody"), Token);
    }

    /// <summary>Opens whatever can be opened and tries every member on every Voice.</summary>
    private static Loot Attack(StorageOptions options)
    {
        var vault = new Vault(KeyFile.Open(options.KeyPath, databaseExists: true, options.DatabasePath, out _));
        using var connection = Connect(options);
        var authors = new List<(Address, string)>();
        var secrets = new List<byte[]>();
        var readable = new List<string>();
        foreach (var row in connection.Query("SELECT id, address, key_id, wrapped FROM round"))
        {
            if (((byte[])row.wrapped).Length == 0)
            {
                continue;
            }

            var key = RoundKey.Unwrap(vault, (string)row.id, (long)row.key_id, (byte[])row.wrapped);
            secrets.Add((byte[])row.wrapped);
            foreach (var voice in connection.Query("SELECT author, body FROM voice WHERE round = @id", new { id = (string)row.id }))
            {
                secrets.AddRange([(byte[])voice.author, (byte[])voice.body]);
                authors.AddRange(Members
                    .Where(member => RoundKey.Author(key, member).AsSpan().SequenceEqual((byte[])voice.author))
                    .Select(member => (member, RoundKey.Open(key, (string)row.id, (byte[])voice.author, (byte[])voice.body))));
            }
        }

        var keys = connection.Query("SELECT address, id, wrapped FROM data_key").ToDictionary(
            row => (string)row.address, row => vault.Unwrap(Address.Parse((string)row.address), (long)row.id, (byte[])row.wrapped));
        foreach (var row in connection.Query("SELECT address, state FROM conversation"))
        {
            readable.Add(Encoding.UTF8.GetString(Vault.Open(keys[(string)row.address], Address.Parse((string)row.address), Columns.State, (byte[])row.state)));
        }

        foreach (var row in connection.Query("SELECT id, address, body FROM outbox WHERE last_word = 0"))
        {
            readable.Add(Encoding.UTF8.GetString(Vault.Open(keys[(string)row.address], Address.Parse((string)row.address), Columns.Outbox((string)row.id), (byte[])row.body)));
        }

        readable.AddRange(connection.Query<string>("SELECT address || ' ' || coalesce(thread_key, '') || ' ' || message_id FROM sent_message"));
        return new Loot([.. authors], [.. secrets], [.. readable]);
    }

    private static SqliteConnection Connect(StorageOptions options)
    {
        var connection = new SqliteConnection($"Data Source={options.DatabasePath};Pooling=False;Default Timeout=10");
        connection.Open();
        return connection;
    }

    private static IReadOnlyList<string> FilesWith(StorageOptions options, byte[] bytes) =>
        [.. Directory.GetFiles(Path.GetDirectoryName(options.DatabasePath)!)
            .Where(path => !path.EndsWith(".lock", StringComparison.Ordinal) && Read(path).AsSpan().IndexOf(bytes) >= 0)];

    private static byte[] Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    private sealed record Loot(ImmutableArray<(Address, string)> Authors, ImmutableArray<byte[]> Secrets, ImmutableArray<string> Readable);
}
