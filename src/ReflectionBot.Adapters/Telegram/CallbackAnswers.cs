using ReflectionBot.Adapters.Telegram.Wire;

namespace ReflectionBot.Adapters.Telegram;

/// <summary>
/// Answers every pressed button at once and once, before anything slow: until then it spins under the person's finger.
/// An answer that comes too late or twice harms nobody, so trouble with one is not passed on.
/// </summary>
internal sealed class CallbackAnswers(BotApi api, TimeProvider clock)
{
    /// <summary>How many answers may be under way; beyond it a button spins until it gives up by itself.</summary>
    public const int MaxUnderWay = 1000;

    private const int Remembered = 4096;
    private const int Tries = 3;
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly Queue<string> _oldest = new();
    private int _underWay;

    /// <inheritdoc cref="Answer(AnswerCallbackQuery, CancellationToken)"/>
    public bool Answer(string callbackId, CancellationToken cancellationToken) => Answer(new AnswerCallbackQuery(callbackId), cancellationToken);

    /// <summary>Returns at once; the call goes on by itself.</summary>
    /// <returns>False when it does not go: the press was answered before, or too many are under way.</returns>
    public bool Answer(AnswerCallbackQuery answer, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _underWay) >= MaxUnderWay || !IsNew(answer.CallbackQueryId))
        {
            return false;
        }

        Interlocked.Increment(ref _underWay);
        _ = SendAsync(answer, cancellationToken);
        return true;
    }

    private bool IsNew(string callbackId)
    {
        lock (_gate)
        {
            if (!_known.Add(callbackId))
            {
                return false;
            }

            _oldest.Enqueue(callbackId);
            if (_oldest.Count > Remembered)
            {
                _known.Remove(_oldest.Dequeue());
            }

            return true;
        }
    }

    private async Task SendAsync(AnswerCallbackQuery answer, CancellationToken cancellationToken)
    {
        try
        {
            var left = Tries;
            while (left-- > 0)
            {
                var result = await api.AnswerCallbackQueryAsync(answer, cancellationToken);
                if (left == 0 || result.Failure is not (ApiFailure.Unreachable or ApiFailure.Doubtful or ApiFailure.TooFast))
                {
                    return;
                }

                await Task.Delay(result.Failure is ApiFailure.TooFast fast ? fast.Delay.ToTimeSpan() : _pause, clock, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The process is ending.
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }
}
