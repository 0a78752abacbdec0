using ReflectionBot.Core.Messaging;
using ReflectionBot.Tests.Telegram.Loopback;

namespace ReflectionBot.Tests.Telegram;

/// <summary>Alone in the process: what others keep in memory meanwhile would be counted as well.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public static class Alone
{
    public const string Name = "alone";
}

[Collection(Alone.Name)]
public sealed class BurstTests : IAsyncLifetime
{
    private readonly RecordingSink _sink = new();
    private LoopbackBotApi _api = null!;

    public async ValueTask InitializeAsync() => _api = await LoopbackBotApi.StartAsync();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task A_burst_of_ten_thousand_waits_at_Telegram_and_not_in_memory()
    {
        var underWay = 0;
        var most = 0;
        _sink.Decide = async (_, _) =>
        {
            var now = Interlocked.Increment(ref underWay);
            InterlockedMax(ref most, now);
            await Task.Yield();
            Interlocked.Decrement(ref underWay);
            return Acceptance.Taken;
        };
        foreach (var i in Enumerable.Range(0, 10_000))
        {
            _api.Person(1 + (i % 500)).Writes($"{i}");
        }

#pragma warning disable S1215 // What is measured here is what stays in memory, so everything else must go first.
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await using var bed = await TelegramBed.StartAsync(_api, _sink);
        await LoopbackBotApi.UntilAsync(() => _sink.Taken.Count == 10_000 && _api.Updates.Pending == 0, "all of the burst");

        Assert.InRange(most, 1, 100);
        Assert.All(Enumerable.Range(1, 500), chat => Assert.Equal(Texts(chat).Select(int.Parse).Order(), Texts(chat).Select(int.Parse)));
        _sink.Taken.Clear();
        _sink.Offered.Clear();
        bed.Logs.Lines.Clear();
        _api.Calls.Clear();
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 8 * 1024 * 1024);
#pragma warning restore S1215
    }

    private IEnumerable<string> Texts(long chat) => _sink.Taken.OfType<TextInput>().Where(input => input.Address == TelegramBed.AddressOf(chat)).Select(input => input.Text);

    private static void InterlockedMax(ref int most, int now)
    {
        int seen;
        while ((seen = Volatile.Read(ref most)) < now && Interlocked.CompareExchange(ref most, now, seen) != seen)
        {
            // Somebody else was quicker; look again.
        }
    }
}
