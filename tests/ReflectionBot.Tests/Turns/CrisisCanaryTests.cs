using System.Text;
using Microsoft.Extensions.Logging;
using ReflectionBot.Core.Crisis.Screen;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Tests.LocalChat;
using ReflectionBot.Tests.Outbox;
using ReflectionBot.Tests.Storage;

namespace ReflectionBot.Tests.Turns;

public sealed class CrisisCanaryTests
{
    private const int People = 5_000;

    private static readonly string[] Statements =
    [
        "i want to kill myself", "me quiero matar", "i took all the pills", "he strangled me last night", "mi marido me pega",
        "i want to die tonight, the letter is written", "she has a knife and i am locked in", "tengo miedo de él, me va a matar", "i cut myself again", "please help me",
    ];

    [Fact]
    public async Task Words_of_five_thousand_people_in_danger_are_in_no_file_no_log_and_no_message_and_each_of_them_is_answered()
    {
        var canary = $"kanari{Guid.NewGuid():N}";
        using var folder = new TempFolder();
        using var logs = new CollectedLogs();
        using var factory = LoggerFactory.Create(builder => builder.SetMinimumLevel(LogLevel.Trace).AddProvider(logs));
        var storage = SqliteUnderTest.Closed(SqliteUnderTest.OptionsIn(folder));
        storage.Database.Open();
        await using (var bot = new BotUnderTest(storage, logs: factory) { Screen = CrisisScreen.BuiltIn.Read })
        {
            await bot.StartAsync();
            await Parallel.ForAsync(0, People, new ParallelOptions { MaxDegreeOfParallelism = 64, CancellationToken = TestContext.Current.CancellationToken }, async (i, _) =>
                await bot.SayAsync($"{i}", Address.Of("local", $"p{i}"), $"{Statements[i % Statements.Length]}. {canary}"));
            await Eventually.Equal(People, () => bot.Platform.Deliveries.Where(delivery => delivery.Outgoing.Urgency == Urgency.Help).Select(delivery => delivery.Address).Distinct().Count());
            Assert.DoesNotContain(bot.Platform.Texts, text => text.Contains(canary, StringComparison.OrdinalIgnoreCase));
        }

        Assert.DoesNotContain(canary, logs.All, StringComparison.OrdinalIgnoreCase);
        byte[][] needles = [Encoding.UTF8.GetBytes(canary), Encoding.Unicode.GetBytes(canary)];

        var files = Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.All(needles, needle => Assert.Equal(-1, File.ReadAllBytes(file).AsSpan().IndexOf(needle))));
    }
}
