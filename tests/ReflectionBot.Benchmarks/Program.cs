using ReflectionBot.Benchmarks;

if (args is ["turns"])
{
    await TurnBenchmarks.RunAsync(Console.Out);
}
else
{
    BenchmarkDotNet.Running.BenchmarkSwitcher.FromAssembly(typeof(TurnBenchmarks).Assembly).Run(args);
}
