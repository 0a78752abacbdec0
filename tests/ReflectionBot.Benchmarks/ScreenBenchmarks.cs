using BenchmarkDotNet.Attributes;
using ReflectionBot.Core.Crisis;
using ReflectionBot.Core.Crisis.Screen;

namespace ReflectionBot.Benchmarks;

/// <summary>What the crisis screen costs every message: a chat line, a full 4,096 characters, and words of no language.</summary>
[MemoryDiagnoser]
public class ScreenBenchmarks
{
    private const string Line = "we argued about money again last night and he slept on the sofa, mañana hablamos";

    private readonly CrisisScreen _screen = CrisisScreen.BuiltIn;
    private readonly string _dense = Repeat("he said he would kill me if i leave and i want to die but my mum took the pills away. no puedo más, me pegó. ");
    private readonly string _strange = Repeat("xq3 zzyzx qwrty p.l.o.k 1234 ");

    [Benchmark(Baseline = true)]
    public Screening ChatLine() => _screen.Read(Line);

    [Benchmark]
    public Screening DenseText() => _screen.Read(_dense);

    [Benchmark]
    public Screening StrangeText() => _screen.Read(_strange);

    private static string Repeat(string text) =>
        string.Concat(Enumerable.Repeat(text, (CrisisScreen.Stretch / text.Length) + 1))[..CrisisScreen.Stretch];
}
