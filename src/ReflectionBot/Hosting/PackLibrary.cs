using System.Collections.Immutable;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using ReflectionBot.Core.Content;

namespace ReflectionBot.Hosting;

/// <summary>
/// The Pack in force. A change of the files brings a new one, with the flows kept that Runs still stand on; a faulty
/// change leaves the old one in force and every problem in the log.
/// </summary>
public sealed partial class PackLibrary(Pack first, string folder, ILogger<PackLibrary> logger) : BackgroundService, IHealthCheck
{
    /// <summary>Editors save in several steps: the files are read when they have been quiet for this long.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(300);

    private readonly SemaphoreSlim _changes = new(0, 1);
    private Pack _current = first;
    private ImmutableArray<Problem> _unresolved = [];

    /// <summary>After other content came into force: what that took is garbage, twenty times what stays.</summary>
    public Action? HasCompiled { get; set; }

    public Pack Current => Volatile.Read(ref _current);

    /// <summary>Reads the folder again. True when its content is in force afterwards.</summary>
    public bool Reload()
    {
        Compilation compiled;
        try
        {
            var files = ContentFolder.Read(folder);
            if (string.Equals(PackCompiler.RevisionOf(files), Current.Revision, StringComparison.Ordinal))
            {
                _unresolved = [];
                return true;
            }

            compiled = PackCompiler.Compile(files);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            LogUnreadable(logger, fault.Message);
            return false;
        }

        foreach (var problem in compiled.Problems)
        {
            LogProblem(logger, problem);
        }

        if (compiled.Pack is null)
        {
            _unresolved = [.. compiled.Problems.Where(problem => problem.Severity == Severity.Error)];
            LogKept(logger, Current.Revision, _unresolved.Length);
            return false;
        }

        _unresolved = [];
        Volatile.Write(ref _current, compiled.Pack.Succeeding(Current));
        LogTaken(logger, compiled.Pack.Revision);
        HasCompiled?.Invoke();
        return true;
    }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(_unresolved.IsEmpty
            ? HealthCheckResult.Healthy($"revision {Current.Revision}")
            : HealthCheckResult.Degraded($"revision {Current.Revision} stays: the files have {_unresolved.Length} errors"));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var watcher = Watch();
        if (watcher is null)
        {
            return;
        }

        Changed(); // What was saved between the first reading and the watch.
        while (!stoppingToken.IsCancellationRequested)
        {
            await _changes.WaitAsync(stoppingToken);
            while (await _changes.WaitAsync(Quiet, stoppingToken))
            {
                // Still being written.
            }

            Reload();
        }
    }

    public override void Dispose()
    {
        _changes.Dispose();
        base.Dispose();
    }

    private FileSystemWatcher? Watch()
    {
        try
        {
            var watcher = new FileSystemWatcher(folder) { IncludeSubdirectories = true };
            watcher.Changed += (_, _) => Changed();
            watcher.Created += (_, _) => Changed();
            watcher.Deleted += (_, _) => Changed();
            watcher.Renamed += (_, _) => Changed();
            watcher.Error += (_, _) => Changed();
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (Exception fault) when (fault is IOException or ArgumentException or PlatformNotSupportedException)
        {
            LogUnwatched(logger, fault.Message);
            return null;
        }
    }

    private void Changed()
    {
        try
        {
            _changes.Release();
        }
        catch (Exception fault) when (fault is SemaphoreFullException or ObjectDisposedException)
        {
            // Already announced, or the bot is stopping.
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Content revision {Revision} is in force")]
    private static partial void LogTaken(ILogger logger, string revision);

    [LoggerMessage(Level = LogLevel.Error, Message = "Content revision {Revision} stays in force: the files have {Errors} errors")]
    private static partial void LogKept(ILogger logger, string revision, int errors);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Problem}")]
    private static partial void LogProblem(ILogger logger, Problem problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The content could not be read and stays as it is: {Fault}")]
    private static partial void LogUnreadable(ILogger logger, string fault);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The content folder cannot be watched; a change needs a restart: {Fault}")]
    private static partial void LogUnwatched(ILogger logger, string fault);
}
