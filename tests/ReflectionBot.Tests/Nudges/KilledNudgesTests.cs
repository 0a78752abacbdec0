using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using NodaTime;
using ReflectionBot.Storage;
using ReflectionBot.Tests.Scheduling;
using ReflectionBot.Tests.Storage;

namespace ReflectionBot.Tests.Nudges;

/// <summary>Real processes, killed in the minute of many nudges.</summary>
public sealed class KilledNudgesTests(ITestOutputHelper log)
{
    private const int Due = 5_000;
    private const int Kills = 100;

    /// <summary>Microseconds between the last send and the kill: other nudges are claimed, sent and recorded meanwhile.</summary>
    private const int LongestAfter = 2_000;

    /// <summary>128 and the signal's number.</summary>
    internal const int Killed = 137;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly Instant Minute = ManualClock.Start + Duration.FromHours(1);

    [Fact]
    public async Task A_hundred_kills_in_the_minute_of_five_thousand_nudges_double_none_and_those_not_sent_are_counted()
    {
        using var folder = new TempFolder();
        var storage = SqliteUnderTest.OptionsIn(folder);
        var record = folder.File("sent.txt");
        await File.WriteAllTextAsync(record, "", TestContext.Current.CancellationToken);
        await RegisterAsync(storage);

        var dice = new Random(5);
        for (var kill = 0; kill < Kills; kill++)
        {
            // So many that in the mean some are left for each life to come.
            var left = Due - File.ReadLines(record).Count();
            var life = await LiveAsync(storage, record, Minute, sends: dice.Next(1, Math.Max(2, 2 * left / (Kills + 10 - kill))), microseconds: dice.Next(LongestAfter));
            Assert.True(life == Killed, $"Life {kill} ended with {life}; {left} nudges had been left to it.");
        }

        var last = Due - File.ReadLines(record).Count();
        Assert.Equal(0, await LiveAsync(storage, record, Minute, sends: int.MaxValue, microseconds: 0));

        var sent = await File.ReadAllLinesAsync(record, TestContext.Current.CancellationToken);
        Assert.Equal(sent.Length, sent.Distinct(StringComparer.Ordinal).Count());
        var doubtful = Count(storage, $"SELECT coalesce(sum(count), 0) FROM nudge_drop WHERE reason = '{NudgeDropReasons.Doubtful}'");
        Assert.Equal(doubtful, Count(storage, "SELECT coalesce(sum(count), 0) FROM nudge_drop"));
        Assert.Equal(Due, Count(storage, "SELECT count(*) FROM sent_message") + doubtful);
        Assert.InRange(Due - sent.Length, 0, doubtful);
        Assert.Equal(0, Count(storage, "SELECT count(*) FROM outbox"));
        Assert.True(last > 0 && doubtful >= Kills / 4, "The kills did not fall into the sending.");
        log.WriteLine($"{sent.Length} sent, {doubtful} in doubt and never tried again, of which {Due - sent.Length} had not gone; {last} left to the last life");
    }

    private static async Task RegisterAsync(StorageOptions storage)
    {
        var clock = new ManualClock();
        await using var bot = await NudgeBot.StartAsync(storage, clock, new NudgeRecorder(clock));
        await Parallel.ForEachAsync(Enumerable.Range(0, Due), async (i, _) => await bot.PutAsync(NudgePeople.With($"p{i}", Minute.InUtc().TimeOfDay)));
        await bot.StopAsync();
    }

    /// <summary>One life of the process beside the tests, at one standing minute.</summary>
    /// <param name="storage">Its database.</param>
    /// <param name="record">Gets a line for everything sent.</param>
    /// <param name="minute">Its clock stands there.</param>
    /// <param name="sends">After so many it is killed.</param>
    /// <param name="microseconds">So much later.</param>
    /// <returns>How it ended; <see cref="Killed"/> when it was killed.</returns>
    internal static async Task<int> LiveAsync(StorageOptions storage, string record, Instant minute, int sends, int microseconds)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false };
        foreach (var argument in (string[])[
            Path.Combine(AppContext.BaseDirectory, "ReflectionBot.NudgeProcess.dll"),
            storage.DatabasePath,
            record,
            minute.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
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

    internal static int Count(StorageOptions storage, string sql)
    {
        using var connection = new SqliteConnection($"{storage.ConnectionString};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = new SqliteCommand(sql, connection);
        return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}
