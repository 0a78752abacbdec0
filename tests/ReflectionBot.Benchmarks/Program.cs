using ReflectionBot.Adapters.Telegram;
using ReflectionBot.Benchmarks;
using ReflectionBot.Benchmarks.Discord;
using ReflectionBot.Benchmarks.Learning;
using ReflectionBot.Benchmarks.Nudges;
using ReflectionBot.Benchmarks.Telegram;

switch (args)
{
    case ["turns"]:
        await TurnBenchmarks.RunAsync(Console.Out);
        break;
    case ["learn", .. var words]:
        LearnVerb.Run(words);
        break;
    case ["screen"]:
        ScreenTimes.Run(Console.Out);
        break;
    case ["help"]:
        await HelpBenchmarks.RunAsync(Console.Out);
        break;
    case ["nudges"]:
        await NudgeBenchmarks.RunAsync(Console.Out);
        break;
    case [MeasuredBot.Verb, var api, var receive, var port]:
        await MeasuredBot.RunAsync(new Uri(api), Enum.Parse<TelegramReceive>(receive), int.Parse(port));
        break;
    case [TelegramBenchmarks.Verb, "peer", var mode and ("polling" or "webhook"), .. var peer]:
        await TelegramBenchmarks.RunAsync([mode], peer);
        break;
    case [TelegramBenchmarks.Verb, .. var modes]:
        await TelegramBenchmarks.RunAsync(modes, []);
        break;
    case [DiscordBenchmarks.Verb, "peer", .. var peer]:
        await DiscordBenchmarks.RunAsync(peer);
        break;
    case [DiscordBenchmarks.Verb]:
        await DiscordBenchmarks.RunAsync([]);
        break;
    default:
        BenchmarkDotNet.Running.BenchmarkSwitcher.FromAssembly(typeof(TurnBenchmarks).Assembly).Run(args);
        break;
}
