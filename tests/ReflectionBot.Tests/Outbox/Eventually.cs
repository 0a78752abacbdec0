namespace ReflectionBot.Tests.Outbox;

/// <summary>Waits for a condition that another thread brings about; the limit is only there to fail.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static async Task True(Func<bool> condition, string what)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!condition())
        {
            Assert.False(limit.IsCancellationRequested, $"It never came about that {what}.");
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
    }

    public static async Task TrueAsync(Func<Task<bool>> condition, string what)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!await condition())
        {
            Assert.False(limit.IsCancellationRequested, $"It never came about that {what}.");
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
    }

    public static async Task Equal<T>(T expected, Func<T> actual)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!EqualityComparer<T>.Default.Equals(expected, actual()) && !limit.IsCancellationRequested)
        {
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }

        Assert.Equal(expected, actual());
    }
}
