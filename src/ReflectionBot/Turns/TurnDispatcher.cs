using System.Diagnostics;
using ReflectionBot.Core.Crisis;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Storage;

namespace ReflectionBot.Turns;

/// <summary>What the crisis screen sees in a text.</summary>
public delegate Screening CrisisReading(string text);

/// <summary>The way in. Screens first, before any I/O; whatever happens after that, help that is called for goes out.</summary>
public sealed partial class TurnDispatcher : IInputSink, IDisposable
{
    /// <summary>
    /// A Card that is not durable after this long goes out past the storage: a person in danger waits no longer than a second.
    /// If the turn then succeeds as well, the Card comes twice, and twice is better than never.
    /// </summary>
    public static readonly TimeSpan HelpLimit = TimeSpan.FromMilliseconds(700);

    private readonly CrisisReading _screen;
    private readonly HelpLine _help;
    private readonly TypingSign _typing;
    private readonly TimeProvider _time;
    private readonly TurnMetrics _metrics;
    private readonly ILogger<TurnDispatcher> _logger;
    private readonly TurnLanes _lanes;
    private int _underWay;
    private volatile bool _stopping;

    public TurnDispatcher(
        CrisisReading screen, TurnRunner runner, HelpLine help, TypingSign typing, TimeProvider time, TurnMetrics metrics, ILogger<TurnDispatcher> logger)
    {
        _screen = screen;
        _help = help;
        _typing = typing;
        _time = time;
        _metrics = metrics;
        _logger = logger;
        _lanes = new TurnLanes(runner.RunAsync);
    }

    /// <summary>Addresses with something under way.</summary>
    public int Lanes => _lanes.Count;

    public async ValueTask<Acceptance> AcceptAsync(Input input, CancellationToken cancellationToken)
    {
        var begun = Stopwatch.GetTimestamp();
        input = input with { Screening = Screen(input.Words) };
        var forHelp = _help.IsCalledBy(input);
        Interlocked.Increment(ref _underWay);
        try
        {
            var acceptance = await TakeAsync(input, forHelp, cancellationToken);
            await AnswerAsync(input, forHelp, acceptance);
            _metrics.Ended(Stopwatch.GetElapsedTime(begun), acceptance);
            return acceptance;
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    public async ValueTask LookAsync(Input input, bool turnedAway)
    {
        input = input with { Screening = Screen(input.Words) };
        if (_help.IsCalledBy(input))
        {
            await _help.HelpAsync(input);
        }
        else if (turnedAway && input.IsFromPerson())
        {
            await _help.NoticeAsync(input, TroubleMessages.TooMany);
        }
    }

    public bool CallsForHelp(string words) => _help.IsCalledIn(words, Screen(words));

    /// <summary>Takes nothing new and waits for what is under way.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _stopping = true;
        while (Volatile.Read(ref _underWay) > 0 && !cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), CancellationToken.None);
        }
    }

    public void Dispose() => _lanes.Dispose();

    private Screening Screen(string words)
    {
        if (words.Length == 0)
        {
            return Screening.Clear;
        }

        try
        {
            return _screen(words);
        }
        catch (Exception exception)
        {
            _metrics.Faulted("screen");
            LogScreenFault(exception.GetType().Name, exception.StackTrace);
            return Screening.Faulted;
        }
    }

    private async Task<Acceptance> TakeAsync(Input input, bool forHelp, CancellationToken cancellationToken)
    {
        if (_stopping)
        {
            return Acceptance.Unavailable;
        }

        var turn = await _lanes.EnterAsync(input, forHelp, cancellationToken);
        if (turn is null)
        {
            return Acceptance.TooMany;
        }

        try
        {
            if (forHelp)
            {
                await WaitForHelpAsync(input, turn);
            }
            else if (input.IsFromPerson() && !turn.IsCompleted)
            {
                _ = _typing.WatchAsync(input.Address, turn);
            }

            return await turn;
        }
        catch (StorageUnavailableException exception)
        {
            LogUnavailable(exception.Message);
            return Acceptance.Unavailable;
        }
        catch (Exception exception)
        {
            // Also one that says it was broken off: a turn is not, so that is a fault like others, and help goes out.
            _metrics.Faulted("runner");
            LogBug(exception.GetType().Name, exception.StackTrace);
            return Acceptance.Unavailable;
        }
    }

    private async Task WaitForHelpAsync(Input input, Task<Acceptance> turn)
    {
        using var enough = new CancellationTokenSource();
        if (await Task.WhenAny(turn, Task.Delay(HelpLimit, _time, enough.Token)) == turn)
        {
            await enough.CancelAsync();
        }
        else
        {
            await _help.HelpAsync(input);
        }
    }

    private async Task AnswerAsync(Input input, bool forHelp, Acceptance acceptance)
    {
        if (acceptance is Acceptance.Taken or Acceptance.Duplicate)
        {
            return;
        }

        if (forHelp)
        {
            await _help.HelpAsync(input);
        }
        else if (input.IsFromPerson() && !input.ComesAgain)
        {
            await _help.NoticeAsync(input, acceptance is Acceptance.TooMany ? TroubleMessages.TooMany : TroubleMessages.NotTaken);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The crisis screen failed by a bug and counts as tier 1: {Type} {Stack}")]
    private partial void LogScreenFault(string type, string? stack);

    [LoggerMessage(Level = LogLevel.Warning, Message = "An input was not taken: {Fault}")]
    private partial void LogUnavailable(string fault);

    [LoggerMessage(Level = LogLevel.Error, Message = "An input was not taken because of a bug: {Type} {Stack}")]
    private partial void LogBug(string type, string? stack);
}
