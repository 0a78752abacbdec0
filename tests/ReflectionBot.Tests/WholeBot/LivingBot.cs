namespace ReflectionBot.Tests.WholeBot;

/// <summary>One installation of the bot, on a folder that outlives its processes: killed, interrupted and started again at will.</summary>
internal sealed class LivingBot : IAsyncDisposable
{
    private readonly string[] _settings;
    private readonly List<BotProcess> _lives = [];
    private TaskCompletionSource<Uri> _url = NewUrl();

    private LivingBot(string[] settings) => _settings = settings;

    public DirectoryInfo Folder { get; } = Directory.CreateTempSubdirectory("rb-bot-");

    public string DatabasePath => Path.Combine(Folder.FullName, "data", "reflectionbot.db");

    /// <summary>Everything that all its lives printed.</summary>
    public IEnumerable<string> Output => _lives.SelectMany(life => life.Output);

    private BotProcess Life => _lives[^1];

    public static async Task<LivingBot> StartAsync(params string[] settings)
    {
        var bot = Prepare(settings);
        await bot.RiseAsync();
        return bot;
    }

    /// <summary>Not started yet: its database can be filled before.</summary>
    public static LivingBot Prepare(params string[] settings) => new(settings);

    /// <summary>Where it listens; waits while it is down.</summary>
    public Task<Uri> UrlAsync() => Volatile.Read(ref _url).Task;

    public async Task RiseAsync()
    {
        var life = await BotProcess.StartAsync(Folder.FullName, _settings);
        _lives.Add(life);
        _url.SetResult(life.Url);
    }

    /// <summary>kill -9: the process gets no chance to do anything more.</summary>
    public async Task KillAsync()
    {
        Volatile.Write(ref _url, NewUrl());
        Life.Kill();
        await Life.ExitAsync();
    }

    /// <summary>Ctrl-C; returns its exit code.</summary>
    public Task<int> InterruptAsync()
    {
        Volatile.Write(ref _url, NewUrl());
        return Life.InterruptAsync();
    }

    /// <summary>Every byte of every file in its folder and everything it printed, for looking after what must not be there.</summary>
    public async Task<IReadOnlyList<(string Name, byte[] Bytes)>> TracesAsync()
    {
        var traces = new List<(string, byte[])>();
        foreach (var file in Folder.EnumerateFiles("*", SearchOption.AllDirectories).Where(file => file.Length > 0))
        {
            // Without a lock of our own: the bot holds its files open.
            await using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes);
            traces.Add((file.Name, bytes.ToArray()));
        }

        traces.Add(("output", System.Text.Encoding.UTF8.GetBytes(string.Join('\n', Output))));
        return traces;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var life in _lives)
        {
            await life.DisposeAsync();
        }

        Folder.Delete(recursive: true);
    }

    private static TaskCompletionSource<Uri> NewUrl() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
