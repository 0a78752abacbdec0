using System.CommandLine;
using NodaTime;
using ReflectionBot.Adapters.LocalChat;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Crisis.Screen;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Hosting;
using ReflectionBot.Verbs.Terminal;

namespace ReflectionBot.Verbs;

/// <summary><c>chat</c>: the bot in a terminal, or a transcript replayed.</summary>
public static class ChatVerb
{
    public static Command Create(TextReader input)
    {
        var name = new Option<string>("--as") { Description = "Who is talking; a name of a-z, 0-9 and hyphen", HelpName = "NAME", DefaultValueFactory = _ => "me" };
        name.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } given && !LocalPerson.TryAddress(given, out _))
            {
                result.AddError($"--as: must be 1 to 24 of a-z, 0-9 and hyphen; given \"{given}\".");
            }
        });
        var ephemeral = new Option<bool>("--ephemeral") { Description = "Keep everything in memory and nothing afterwards" };
        var script = new Option<FileInfo[]>("--script") { Description = "Replay a transcript on a fresh bot in memory; ends with 1 and the first difference when it comes out otherwise", HelpName = "FILE", AllowMultipleArgumentsPerToken = true };
        var verb = new Command("chat", "Talk to the bot in this terminal: type words, or the number of a button (several for several ticks). Ctrl-D ends it.")
        {
            name, ephemeral, script,
        };
        verb.TreatUnmatchedTokensAsErrors = false;
        verb.SetAction((parsed, cancellationToken) => RunAsync(parsed, input, parsed.GetRequiredValue(name), parsed.GetValue(ephemeral), parsed.GetValue(script) ?? [], cancellationToken));
        return verb;
    }

    private static async Task<int> RunAsync(ParseResult parsed, TextReader input, string name, bool ephemeral, FileInfo[] scripts, CancellationToken cancellationToken)
    {
        var invocation = parsed.InvocationConfiguration;
        var startup = Startup.Check(parsed.UnmatchedTokens, CommandTree.VerbNames);
        if (startup is not { Settings: { } settings, Pack: { } pack })
        {
            await Faults.WriteAsync(invocation.Error, "The chat did not start:", startup.Faults);
            return ExitCodes.Misused;
        }

        if (scripts.Length > 0)
        {
            return await ReplayAsync(scripts, pack, invocation.Output, invocation.Error, cancellationToken);
        }

        var address = Address.Of(TerminalSender.Name, name);
        var screen = new TerminalScreen(invocation.Output);
        if (ephemeral)
        {
            await new TerminalChat(address, new PassingSink(address, () => pack, SystemClock.Instance, screen), screen, input, invocation.Output).TalkAsync(cancellationToken);
            return ExitCodes.Done;
        }

        return await TalkAsync(address, screen, settings, pack, input, invocation, cancellationToken);
    }

    /// <summary>The same bot as <c>run</c>, with the terminal for its only platform; a bot that is running has to be stopped first.</summary>
    private static async Task<int> TalkAsync(Address address, TerminalScreen screen, BotSettings settings, Pack pack, TextReader input, InvocationConfiguration invocation, CancellationToken cancellationToken)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Error);
        builder.Services.AddBot(settings, pack);
        builder.Services.AddSingleton<ISender>(new TerminalSender(screen));
        using var host = builder.Build();
        try
        {
            await host.StartAsync(cancellationToken);
        }
        catch (Exception fault) when (StartFaults.Explain(fault, settings) is { } explained)
        {
            await Faults.WriteAsync(invocation.Error, "The chat did not start:", [explained]);
            return ExitCodes.Failed;
        }

        await new TerminalChat(address, host.Services.GetRequiredService<IInputSink>(), screen, input, invocation.Output).TalkAsync(cancellationToken);
        await host.StopAsync(CancellationToken.None);
        return ExitCodes.Done;
    }

    private static async Task<int> ReplayAsync(FileInfo[] scripts, Pack pack, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var code = ExitCodes.Done;
        foreach (var script in scripts)
        {
            try
            {
                var transcript = Transcript.Parse(script.ToString(), await File.ReadAllTextAsync(script.FullName, cancellationToken));
                var performance = TranscriptPlayer.Play(transcript, pack, CrisisScreen.BuiltIn.Read);
                await output.WriteLineAsync(performance.Fault is null ? $"{script}: as written" : $"{performance.Fault}\n\nWhat was really said:\n{performance.Spoken}");
                code = performance.Fault is null ? code : ExitCodes.Found;
            }
            catch (FormatException fault)
            {
                await output.WriteLineAsync(fault.Message);
                code = ExitCodes.Found;
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                await error.WriteLineAsync($"{script}: cannot be read: {fault.Message}");
                return ExitCodes.Misused;
            }
        }

        return code;
    }
}
