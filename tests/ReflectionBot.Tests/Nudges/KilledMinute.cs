using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using NodaTime;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Storage;
using ReflectionBot.Tests.Scheduling;
using ReflectionBot.Tests.Storage;

namespace ReflectionBot.Tests.Nudges;

/// <summary>One minute in which very much is due, lived through by a process that is killed over it again and again.</summary>
internal static class KilledMinute
{
    public static readonly Instant Minute = ManualClock.Start + Duration.FromHours(1);

    /// <summary>Microseconds between the last send and the kill: others are claimed, sent and recorded meanwhile.</summary>
    private const int LongestAfter = 2_000;

    /// <summary>128 and the signal's number.</summary>
    private const int Killed = 137;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Nothing goes twice, and what did not go is counted.</summary>
    /// <param name="log">Gets the figures.</param>
    /// <param name="due">Who has something due in the minute.</param>
    /// <param name="kills">How often the process is killed.</param>
    /// <param name="spare">So many lives' share is left over, that every life finds something to do.</param>
    /// <param name="seed">Of the dice.</param>
    public static async Task CheckAsync(ITestOutputHelper log, IReadOnlyList<Conversation> due, int kills, int spare, int seed)
    {
        using var folder = new TempFolder();
        var storage = SqliteUnderTest.OptionsIn(folder);
        var record = folder.File("sent.txt");
        await File.WriteAllTextAsync(record, "", TestContext.Current.CancellationToken);
        await RegisterAsync(storage, due);

        var dice = new Random(seed);
        for (var kill = 0; kill < kills; kill++)
        {
            var left = due.Count - File.ReadLines(record).Count();
            var life = await LiveAsync(storage, record, sends: dice.Next(1, Math.Max(2, 2 * left / (kills + spare - kill))), microseconds: dice.Next(LongestAfter));
            Assert.True(life == Killed, $"Life {kill} ended with {life}; {left} had been left to it.");
        }

        var last = due.Count - File.ReadLines(record).Count();
        Assert.Equal(0, await LiveAsync(storage, record, sends: int.MaxValue, microseconds: 0));

        var sent = await File.ReadAllLinesAsync(record, TestContext.Current.CancellationToken);
        Assert.Equal(sent.Length, sent.Distinct(StringComparer.Ordinal).Count());
        var doubtful = Count(storage, $"SELECT coalesce(sum(count), 0) FROM nudge_drop WHERE reason = '{NudgeDropReasons.Doubtful}'");
        Assert.Equal(doubtful, Count(storage, "SELECT coalesce(sum(count), 0) FROM nudge_drop"));
        Assert.Equal(due.Count, Count(storage, "SELECT count(*) FROM sent_message") + doubtful);
        Assert.InRange(due.Count - sent.Length, 0, doubtful);
        Assert.Equal(0, Count(storage, "SELECT count(*) FROM outbox"));
        Assert.True(last > 0 && doubtful >= kills / 4, "The kills did not fall into the sending.");
        log.WriteLine($"{sent.Length} sent, {doubtful} in doubt and never tried again, of which {due.Count - sent.Length} had not gone; {last} left to the last life");
    }

    private static async Task RegisterAsync(StorageOptions storage, IReadOnlyList<Conversation> due)
    {
        var clock = new ManualClock();
        await using var bot = await NudgeBot.StartAsync(storage, clock, new NudgeRecorder(clock));
        await Parallel.ForEachAsync(due, async (one, _) => await bot.PutAsync(one));
        await bot.StopAsync();
    }

    /// <summary>One life of the process beside the tests, at one standing minute.</summary>
    /// <param name="storage">Its database.</param>
    /// <param name="record">Gets a line for everything sent.</param>
    /// <param name="sends">After so many it is killed.</param>
    /// <param name="microseconds">So much later.</param>
    /// <returns>How it ended; <see cref="Killed"/> when it was killed.</returns>
    private static async Task<int> LiveAsync(StorageOptions storage, string record, int sends, int microseconds)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false };
        foreach (var argument in (string[])[
            Path.Combine(AppContext.BaseDirectory, "ReflectionBot.NudgeProcess.dll"),
            storage.DatabasePath,
            record,
            Minute.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
            sends.ToString(CultureInfo.InvariantCulture),
            microseconds.ToString(CultureInfo.InvariantCulture)])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["DOTNET_EnableDiagnostics"] = "0"; // A killed process would leave its pipes behind.
        using var life = Process.Start(start)!;
        try
        {
            await life.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
            return life.ExitCode;
        }
        finally
        {
            life.Kill();
        }
    }

    private static int Count(StorageOptions storage, string sql)
    {
        using var connection = new SqliteConnection($"{storage.ConnectionString};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = new SqliteCommand(sql, connection);
        return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}
