using System.CommandLine;
using System.Reflection;
using ReflectionBot.Hosting;

namespace ReflectionBot.Verbs;

/// <summary><c>run</c>, also without its name: the bot itself.</summary>
public static partial class RunVerb
{
    public static Command Create()
    {
        var verb = new Command("run", "Runs the bot (also without this word). Ctrl-C ends it; what was said is kept.");
        AddTo(verb);
        return verb;
    }

    public static void AddTo(Command command)
    {
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(RunAsync);
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var error = parsed.InvocationConfiguration.Error;
        var startup = Startup.Check(parsed.UnmatchedTokens, CommandTree.VerbNames);
        if (startup is not { Settings: { } settings, Pack: { } pack })
        {
            await Faults.WriteAsync(error, "The bot did not start:", startup.Faults);
            return ExitCodes.Misused;
        }

        await using var app = BotHost.Build(settings, pack, EnvironmentName());
        app.Services.GetRequiredService<PackLibrary>().HasCompiled = StartMemory.GiveBack;
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (Exception fault) when (StartFaults.Explain(fault, settings) is { } explained)
        {
            await Faults.WriteAsync(error, "The bot did not start:", [explained]);
            return ExitCodes.Failed;
        }

        await AnnounceAsync(app, settings, parsed.InvocationConfiguration.Output);
        StartMemory.GiveBack();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var settling = SettleAsync(ending.Token);
        await app.WaitForShutdownAsync(cancellationToken);
        await ending.CancelAsync();
        await settling;
        return ExitCodes.Done;
    }

    private static async Task SettleAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(StartMemory.Settled, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!cancellationToken.IsCancellationRequested)
        {
            StartMemory.GiveBack();
        }
    }

    private static async Task AnnounceAsync(WebApplication app, BotSettings settings, TextWriter output)
    {
        var address = app.Urls.First();
        var line = settings.LocalChat
            ? $"ReflectionBot {Version()} is running. Open {address} to talk to it; Ctrl-C ends it."
            : $"ReflectionBot {Version()} is running; its pages for operators are at {address}. Ctrl-C ends it.";
        if (app.Environment.IsDevelopment())
        {
            await output.WriteLineAsync(line);
        }
        else
        {
            LogRunning(app.Logger, line);
        }

        if (!settings.IsLoopbackOnly)
        {
            LogOpen(app.Logger, settings.HttpUrl);
        }
    }

    private static string EnvironmentName() =>
        Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT")
        ?? Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT")
        ?? Environments.Production;

    private static string Version() =>
        typeof(RunVerb).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    [LoggerMessage(Level = LogLevel.Information, Message = "{Line}")]
    private static partial void LogRunning(ILogger logger, string line);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Url} can be reached from other machines: /metrics, /healthz and /readyz are open to them; the chat page, which has no password, is only with LocalChat:AllowRemote")]
    private static partial void LogOpen(ILogger logger, Uri url);
}
