using System.Diagnostics.Metrics;

namespace ReflectionBot.Storage;

/// <summary>Counts failures; never what was stored.</summary>
public sealed class StorageMetrics(IMeterFactory meters)
{
    private readonly Counter<long> _failures = meters.Create("ReflectionBot")
        .CreateCounter<long>("reflectionbot.storage.failures", description: "Storage operations that failed.");

    public void Failed(string what) => _failures.Add(1, new KeyValuePair<string, object?>("what", what));
}
