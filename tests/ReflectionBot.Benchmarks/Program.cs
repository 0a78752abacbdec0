using ReflectionBot.Adapters.Telegram;
using ReflectionBot.Benchmarks;
using ReflectionBot.Benchmarks.Telegram;

switch (args)
{
    case ["turns"]:
        await TurnBenchmarks.RunAsync(Console.Out);
        break;
    case ["help"]:
        await HelpBenchmarks.RunAsync(Console.Out);
        break;
    case [MeasuredBot.Verb, var api, var database, var receive, var port, var adapterAlone]:
        await MeasuredBot.RunAsync(new Uri(api), database, Enum.Parse<TelegramReceive>(receive), int.Parse(port), bool.Parse(adapterAlone));
        break;
    case [TelegramBenchmarks.Verb, .. var modes]:
        await TelegramBenchmarks.RunAsync(modes);
        break;
    default:
        BenchmarkDotNet.Running.BenchmarkSwitcher.FromAssembly(typeof(TurnBenchmarks).Assembly).Run(args);
        break;
}
