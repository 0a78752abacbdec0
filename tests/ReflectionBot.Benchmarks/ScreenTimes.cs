using System.Diagnostics;
using System.Globalization;
using ReflectionBot.Benchmarks.Learning;
using ReflectionBot.Core.Crisis.Screen;

namespace ReflectionBot.Benchmarks;

/// <summary>
/// How long the screen takes with one message, the frames alone and with the comparison: <c>dotnet run -c Release -- screen</c>. Wanted are 5 ms
/// at the 99th percentile with 4,096 characters.
/// </summary>
internal static class ScreenTimes
{
    private const int Warm = 500;
    private const int Counted = 4000;

    public static void Run(TextWriter output)
    {
        var messages = Messages().ToArray();
        var all = string.Join(' ', messages);
        var dense = Enumerable.Range(0, all.Length / CrisisScreen.Stretch).Select(i => all.Substring(i * CrisisScreen.Stretch, CrisisScreen.Stretch)).ToArray();
        foreach (var (name, texts) in new[] { ("messages", messages), ("4,096 characters of messages", dense), ("4,096 strange characters", [Strange()]) })
        {
            Measure(output, $"{name}, frames alone", texts, CrisisScreen.Frames);
            Measure(output, $"{name}, together", texts, CrisisScreen.BuiltIn);
        }
    }

    private static void Measure(TextWriter output, string name, string[] texts, CrisisScreen screen)
    {
        var times = new double[Counted];
        for (var i = 0; i < Warm + Counted; i++)
        {
            var start = Stopwatch.GetTimestamp();
            screen.Read(texts[i % texts.Length]);
            times[Math.Max(0, i - Warm)] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        var work = texts.Max(text =>
        {
            screen.Read(text, CrisisScreen.WorkPerStretch, out var steps);
            return steps;
        });
        Array.Sort(times);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-48} p50 {times[Counted / 2],7:F3} ms   p99 {times[Counted * 99 / 100],7:F3} ms   highest {times[^1],7:F3} ms   most work {work,8} steps"));
    }

    /// <summary>The messages the rules were tuned with: nothing is denser in what the rules look for.</summary>
    private static IEnumerable<string> Messages()
    {
        var tests = Path.Combine(Directory.GetCurrentDirectory(), "../ReflectionBot.Core.Tests/Crisis/Screen");
        return Example.Read(Path.Combine(tests, "dev-cases.jsonl")).Concat(Example.Read(Path.Combine(tests, "paraphrases.jsonl"))).Select(example => example.Text);
    }

    private static string Strange() => string.Concat(Enumerable.Repeat("xq3 zzyzx qwrty p.l.o.k 1234 ", CrisisScreen.Stretch))[..CrisisScreen.Stretch];
}
