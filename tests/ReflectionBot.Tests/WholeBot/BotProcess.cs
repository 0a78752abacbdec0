using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace ReflectionBot.Tests.WholeBot;

/// <summary>
/// The real executable as a process of its own, on a folder of its own and a port that the system picks: the published one that
/// <c>REFLECTIONBOT_PROGRAM</c> names, else the one that was built with the tests.
/// </summary>
internal sealed partial class BotProcess : IAsyncDisposable
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(60);
    private const int Interrupt = 2;

    private static readonly string[] Program = Environment.GetEnvironmentVariable("REFLECTIONBOT_PROGRAM") is { Length: > 0 } published
        ? [Path.GetFullPath(published)]
        : ["dotnet", Path.Combine(AppContext.BaseDirectory, "ReflectionBot.dll")];

    private readonly Process _process;
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private BotProcess(Process process) => _process = process;

    /// <summary>It is the published one.</summary>
    public static bool IsNative => Program.Length == 1;

    public int Id => _process.Id;

    public Uri Url { get; private set; } = null!;

    /// <summary>Everything it printed, line by line.</summary>
    public ConcurrentQueue<string> Output { get; } = [];

    public static async Task<BotProcess> StartAsync(string folder, params string[] settings)
    {
        var bot = Launch(folder, settings);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(LongestStart);
        var exited = bot._process.WaitForExitAsync(patience.Token);
        if (await Task.WhenAny(bot._listening.Task, exited) == exited)
        {
            await exited;
            throw new InvalidOperationException($"The bot ended with {bot._process.ExitCode}:\n{string.Join('\n', bot.Output)}");
        }

        bot.Url = await bot._listening.Task;
        return bot;
    }

    /// <summary>Runs a verb to its end.</summary>
    public static async Task<(int Code, string Output)> RunAsync(string folder, params string[] arguments)
    {
        await using var bot = Launch(folder, arguments, verb: null);
        return (await bot.ExitAsync(), string.Join('\n', bot.Output));
    }

    public void Kill() => _process.Kill();

    /// <summary>Ctrl-C, and waits for the end.</summary>
    public async Task<int> InterruptAsync()
    {
        if (SendSignal(_process.Id, Interrupt) != 0)
        {
            throw new InvalidOperationException("The bot is not there to be interrupted.");
        }

        return await ExitAsync();
    }

    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(LongestStop, TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private static BotProcess Launch(string folder, string[] arguments, string? verb = "run")
    {
        var start = new ProcessStartInfo("env")
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // A shell that runs tests in the background ignores Ctrl-C, and its children would inherit that.
        start.ArgumentList.Add("--default-signal=INT");
        string[] standing = verb is null ? [] : [verb, "--Http:Url=http://127.0.0.1:0"];
        foreach (var argument in (string[])[.. Program, .. standing, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["DOTNET_ENVIRONMENT"] = "Production";
        start.Environment["DOTNET_EnableDiagnostics"] = "0"; // No pipes among the files that are searched.
        start.Environment["TMPDIR"] = Directory.CreateDirectory(Path.Combine(folder, "tmp")).FullName;
        var process = new Process { StartInfo = start };
        var bot = new BotProcess(process);
        process.OutputDataReceived += (_, line) => bot.Heard(line.Data);
        process.ErrorDataReceived += (_, line) => bot.Heard(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return bot;
    }

    private void Heard(string? line)
    {
        if (line is null)
        {
            return;
        }

        Output.Enqueue(line);
        if (Listening().Match(line) is { Success: true } match)
        {
            _listening.TrySetResult(new Uri(match.Groups["url"].Value));
        }
    }

    [GeneratedRegex(@"is running.* (?<url>http://[^\s;]*[^\s;.])", RegexOptions.CultureInvariant)]
    private static partial Regex Listening();

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int process, int signal);
}
