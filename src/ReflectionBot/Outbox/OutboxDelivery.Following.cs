using NodaTime;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Storage;

namespace ReflectionBot.Outbox;

/// <content>What follows from an outcome.</content>
internal sealed partial class OutboxDelivery
{
    private async Task FollowAsync(PlatformQueue queue, OutboxRow row, SendOutcome outcome)
    {
        var now = clock.GetCurrentInstant();
        switch (outcome)
        {
            case SendOutcome.Sent sent:
                if (row.Outgoing is ReplyRemoval { Keys.IsEmpty: true })
                {
                    _stray.TryRemove(row.Address, out _);
                }

                await RecordSentAsync(queue, row, sent.MessageIds, now);
                queue.Done(row.Address);
                if (sent.Lacking is { } lacking)
                {
                    await PostLost(new PostLostInput($"lacking/{row.Id}", row.Address, What: null, lacking));
                }

                break;

            case SendOutcome.RetryAfter { Scope: RetryScope.Platform } retry:
                queue.Hold(waits.GetCurrentInstant() + retry.Delay);
                await ReturnAsync(queue, row, Duration.Zero, platformSaidSo: true);
                break;

            case SendOutcome.RetryAfter retry:
                if (row.Outgoing.Urgency is Urgency.Nudge)
                {
                    // The share of all nudges is used up, most likely: the next one would only hear the same.
                    queue.HoldNudges(waits.GetCurrentInstant() + Duration.Min(retry.Delay, LongestHold));
                }

                await ReturnAsync(queue, row, retry.Delay, platformSaidSo: retry.Scope is RetryScope.Address);
                break;

            case SendOutcome.Doubtful when row.Outgoing.Urgency is Urgency.Nudge:
                await DropAsync(row, "doubtful");
                queue.Done(row.Address);
                break;

            case SendOutcome.Barred barred:
                // The group knows of it before the row goes: an end of the process in between repeats the attempt and nothing else.
                if (await PostLost(new PostLostInput($"barred/{row.Id}", row.Address, row.Outgoing, barred.Missing)))
                {
                    await DropAsync(row, "barred");
                    queue.Done(row.Address);
                }
                else
                {
                    queue.Return(row, waits.GetCurrentInstant() + StorageWait, platformSaidSo: false);
                }

                break;

            case SendOutcome.Doubtful when row.Attempts >= OutboxPolicy.MaxAttempts:
                await DropAsync(row, "attempts");
                queue.Done(row.Address);
                break;

            case SendOutcome.Doubtful:
                await ReturnAsync(queue, row with { State = OutboxState.Doubtful }, OutboxPolicy.Backoff(row, settings.Chance()), platformSaidSo: false);
                break;

            case SendOutcome.Refused refused:
                await DropAsync(row, "refused");
                if (!refused.OthersMayArrive)
                {
                    Drop(queue.Remove(row.Address, waiting => waiting.Outgoing.Urgency is not Urgency.Help), "refused");
                    await RecordAsync(token => store.DropAllButHelpAsync(row.Address, "refused", now, token));
                }

                queue.Done(row.Address);
                if (row.Outgoing.Urgency is Urgency.Nudge)
                {
                    NudgeRefused(new ClosedInput($"closed/{row.Id}", row.Address));
                }

                break;

            case SendOutcome.Migrated moved when moved.To != row.Address && !row.LastWord:
                await FollowMoveAsync(queue, row, moved.To);
                break;

            case SendOutcome.ThreadGone:
                await DropAsync(row, "thread-gone");
                queue.Done(row.Address);
                ThreadGone(new ThreadGoneInput($"thread-gone/{row.Id}", row.Address, (row.Outgoing as Reply)?.Thread ?? "")
                {
                    Key = row.Outgoing switch
                    {
                        ReplyEdit edit => edit.Key,
                        ReplyRetirement retirement => retirement.Key,
                        ThreadClosing closing => closing.Key,
                        _ => null,
                    },
                });
                break;

            case SendOutcome.Invalid when row.Outgoing is Reply { Urgency: Urgency.Help } help && help != help.Bare():
                // Help has one more try, as words alone.
                LogInvalid(row.Address.Platform, row.Id, "Card");
                queue.Return(row with { Outgoing = help.Bare() }, waits.GetCurrentInstant(), platformSaidSo: false);
                break;

            default:
                LogInvalid(row.Address.Platform, row.Id, row.Outgoing.GetType().Name);
                await DropAsync(row, "invalid");
                queue.Done(row.Address);
                break;
        }
    }

    private async Task FollowMoveAsync(PlatformQueue queue, OutboxRow row, Address to)
    {
        try
        {
            await store.MoveAsync(row.Address, to, CancellationToken.None);
        }
        catch (StorageUnavailableException)
        {
            queue.Return(row, waits.GetCurrentInstant() + StorageWait, platformSaidSo: false);
            return;
        }

        // It goes first; what waits behind it follows.
        queue.Add(row with { Address = to });
        await MoveAsync(queue, row.Address, to, CancellationToken.None);
        queue.Done(row.Address);
    }

    /// <summary>A row that was in doubt stays so until it is known to have arrived; a fresh one that the platform declined is as good as new.</summary>
    private async Task ReturnAsync(PlatformQueue queue, OutboxRow row, Duration wait, bool platformSaidSo)
    {
        // For the database by the wall clock, which the next process has as well; in memory by elapsed time.
        var again = row with { State = row.State is OutboxState.Doubtful ? OutboxState.Doubtful : OutboxState.Queued, NotBefore = clock.GetCurrentInstant() + wait };
        if (again.Seq > 0)
        {
            try
            {
                await store.ReturnAsync(again, CancellationToken.None);
            }
            catch (StorageUnavailableException)
            {
                // Memory has it; after a crash it counts as in doubt.
            }
        }

        queue.Return(again, waits.GetCurrentInstant() + wait, platformSaidSo);
    }
}
