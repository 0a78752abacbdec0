using System.Diagnostics;
using ReflectionBot.Tests.Discord.Loopback;

namespace ReflectionBot.Benchmarks.Discord;

/// <summary>The bot's own process on a folder of its own.</summary>
internal sealed class MeasuredProcess : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("reflectionbot-bench-");
    private readonly long _begun = Stopwatch.GetTimestamp();
    private readonly Process _process;

    private MeasuredProcess(LoopbackDiscord discord, string[] peer)
    {
        var start = peer is [var program, .. var words]
            ? new ProcessStartInfo(program, words)
            : new ProcessStartInfo(MeasuredProgram.File,
                [$"--Discord:Token={LoopbackDiscord.Token}", $"--Discord:ApiBaseUrl={discord.Address}", "--LocalChat:Enabled=false", "--Http:Url=http://127.0.0.1:0"]);
        start.WorkingDirectory = _folder.FullName;
        start.RedirectStandardOutput = true;
        start.UseShellExecute = false;
        start.Environment["PEER_TOKEN"] = LoopbackDiscord.Token;
        start.Environment["PEER_API"] = new Uri(discord.Address, "/").ToString();
        _process = Process.Start(start)!;
        _process.OutputDataReceived += static (_, _) =>
        {
            // Read so that the bot never waits for it.
        };
        _process.BeginOutputReadLine();
    }

    public TimeSpan Age => Stopwatch.GetElapsedTime(_begun);

    public double ResidentMb
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / 1024.0 / 1024.0;
        }
    }

    private TimeSpan Cpu
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <param name="discord">What it talks to.</param>
    /// <param name="peer">The command of another bot to be measured instead, with the token and the root address in PEER_TOKEN and PEER_API; or nothing.</param>
    public static MeasuredProcess Start(LoopbackDiscord discord, string[] peer) => new(discord, peer);

    public async Task<Measured> MeasureAsync(DiscordCrowd crowd, Func<Task> load)
    {
        crowd.Forget();
        var (cpu, begun) = (Cpu, Stopwatch.GetTimestamp());
        await load();
        var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        cpu = Cpu - cpu;
        return new Measured([.. crowd.First], [.. crowd.Message], seconds, cpu);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }
}

/// <summary>Waits in milliseconds: until the first answer to an interaction, and until the message that follows from it.</summary>
internal sealed record Measured(IReadOnlyList<double> FirstAnswers, IReadOnlyList<double> Messages, double Seconds, TimeSpan Cpu)
{
    public double PerSecond => Messages.Count / Seconds;

    public double CpuMs => Cpu.TotalMilliseconds / Messages.Count;

    public double First(double share) => At(FirstAnswers, share);

    public double Message(double share) => At(Messages, share);

    private static double At(IReadOnlyList<double> waits, double share) => waits.Count == 0 ? double.NaN : waits.Order().ElementAt((int)((waits.Count - 1) * share));
}
