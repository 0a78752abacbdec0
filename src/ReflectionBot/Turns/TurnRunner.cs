using System.Collections.Immutable;
using System.Text;
using NodaTime;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Groups;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Outbox;
using ReflectionBot.Storage;

namespace ReflectionBot.Turns;

/// <summary>One turn from load to commit.</summary>
public sealed partial class TurnRunner(
    ITurnStore store,
    IArchive archive,
    FlowArchive flows,
    GroupScout groups,
    OutboxSender outbox,
    HelpLine help,
    SeenAddresses seen,
    Func<Pack> pack,
    IClock clock,
    TimeProvider time,
    TurnMetrics metrics,
    ILogger<TurnRunner> logger)
{
    /// <summary>How long loading and committing may take together.</summary>
    public static readonly TimeSpan StorageLimit = TimeSpan.FromSeconds(2);

    /// <summary>How often a turn is taken again because another process was faster.</summary>
    private const int MaxConflicts = 8;

    /// <summary>When a conversation is looked at again that is due although it was just woken: at once would be for ever.</summary>
    private static readonly Duration LookAgain = Duration.FromMinutes(1);

    /// <summary>When a conversation is looked at again whose turn failed by a bug: what it waits for is not lost by that.</summary>
    private static readonly Duration AfterBug = Duration.FromHours(1);

    /// <exception cref="StorageUnavailableException">Not taken, as far as is known; offering it again is safe.</exception>
    public async Task<Acceptance> RunAsync(Input input)
    {
        using var limit = new CancellationTokenSource(StorageLimit, time);
        try
        {
            var token = limit.Token;

            // Behind what the pool has been given before: what came in at the same moment is screened, and its pressed buttons answered, before this one's turn begins.
            var turn = Task.Factory.StartNew(() => LoadAndCommitAsync(input, token), CancellationToken.None, TaskCreationOptions.PreferFairness, TaskScheduler.Default).Unwrap();
            return await turn.WaitAsync(token);
        }
        catch (OperationCanceledException exception) when (limit.IsCancellationRequested)
        {
            throw new StorageUnavailableException($"The storage did not answer within {StorageLimit.TotalSeconds} s.", exception);
        }
    }

    /// <summary>
    /// Does not come back as long as the storage hangs; nobody waits for it longer than allowed. The commit may still succeed after that: then its messages go out late, and the Input, offered
    /// again, is a duplicate.
    /// </summary>
    private async Task<Acceptance> LoadAndCommitAsync(Input input, CancellationToken cancellationToken)
    {
        if (input is MovedInput moved)
        {
            await outbox.MoveAsync(moved.Address, moved.To, cancellationToken);
            seen.Forget(moved.Address);
            return Acceptance.Taken;
        }

        if (input is ThreadGoneInput { Key: null } gone)
        {
            input = gone with { Key = await outbox.KeyOfAsync(gone.Address, gone.ThreadId, cancellationToken) };
        }

        for (var attempt = 0; attempt < MaxConflicts; attempt++)
        {
            var stored = await store.LoadAsync(input.Address, input.Id, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            if (stored.InputSeen)
            {
                return Acceptance.Duplicate;
            }

            var (commit, taken) = await TakeAsync(stored, input, cancellationToken);
            var outcome = await CommitAsync(commit, taken, cancellationToken);
            if (outcome is not CommitOutcome.Conflict)
            {
                return outcome is CommitOutcome.Duplicate ? Acceptance.Duplicate : Acceptance.Taken;
            }
        }

        throw new StorageUnavailableException("Other processes changed the conversation each time.");
    }

    /// <summary>What the turn makes durable, and what came out of it; null when it failed by a bug.</summary>
    private async Task<(TurnCommit Commit, TurnResult? Taken)> TakeAsync(StoredConversation stored, Input input, CancellationToken cancellationToken)
    {
        TurnResult result;
        GroupSight? group = null;
        ImmutableArray<TurnCommit> noted;
        var now = clock.GetCurrentInstant();
        try
        {
            var conversation = stored.Exists ? ConversationJson.Read(stored.State.Span) : new Conversation(input.Address);
            if (stored.Exists && conversation.Group is null)
            {
                seen.Remember(conversation);
            }

            var content = await flows.CompleteAsync(pack(), conversation, cancellationToken);
            result = Turn.Take(conversation, input, content, now);
            if (!result.Needs.IsEmpty)
            {
                var needed = result.Needs.ToHashSet(StringComparer.Ordinal);
                var entries = await archive.EntriesAsync(input.Address, cancellationToken);
                var recalled = entries.Where(entry => needed.Contains(entry.Id)).ToDictionary(entry => entry.Id, entry => Encoding.UTF8.GetString(entry.Body.Span), StringComparer.Ordinal);
                result = Turn.Take(conversation, input, content, now, recalled);
            }
            else if (result.NeedsGroup is { } need)
            {
                group = await groups.LookAsync(need, input, cancellationToken);
                result = Turn.Take(conversation, input, content, now, view: group.View);
            }
            else if (!result.NeedsVoices.IsEmpty)
            {
                result = Turn.Take(conversation, input, content, now, release: await groups.ReleaseAsync(result.NeedsVoices, cancellationToken));
            }

            noted = await groups.NotedAsync(
                result.Group?.Conversation ?? result.Conversation, result.Group?.Notes ?? result.Notes, input, now, cancellationToken);
        }
        catch (Exception exception) when (exception is not (StorageUnavailableException or OperationCanceledException))
        {
            return (Stumble(stored, input, now, exception), null);
        }

        var commit = new TurnCommit(stored, input.Id, now)
        {
            State = ConversationJson.Write(result.Conversation),
            WakesAt = input is WokenInput && result.Conversation.WakesAt <= now ? now + LookAgain : result.Conversation.WakesAt,
            Keep = [.. result.Kept.Select(entry => new StoredEntry(entry.Id, entry.KeptAt, Encoding.UTF8.GetBytes(entry.Words)))],
            Drop = result.Dropped,
            Forget = result.Forget,
            Outbox = Drafts(input.Address, result.Outgoing),
            WithdrawNudges = result.WithdrawNudges,
            NudgesDropped = [.. result.NudgesDropped.Select(NudgeDropReasons.Of)],
            Voice = result.Voice,
            Vaults = result.Vaults,
            Also = result.Group is { } effect ? noted.Insert(0, AtGroup(effect, group!.Stored, input, now)) : noted,
        };
        return (commit, result);
    }

    /// <summary>The other half of a turn that changes a group. Its outbox rows need ids of their own.</summary>
    private TurnCommit AtGroup(GroupEffect effect, StoredConversation stored, Input input, Instant now) => new(stored, $"{input.Id}/group", now)
    {
        State = ConversationJson.Write(effect.Conversation),
        WakesAt = effect.Conversation.WakesAt,
        Outbox = Drafts(effect.Conversation.Address, effect.Outgoing),
        Vaults = effect.Vaults,
    };

    /// <summary>
    /// A bug of ours: the conversation stays exactly as it was, the Input counts as taken (the same one would fail again), and the person is told; with help
    /// when the Input calls for it.
    /// </summary>
    private TurnCommit Stumble(StoredConversation stored, Input input, Instant now, Exception exception)
    {
        metrics.Faulted("turn");
        LogBug(input.GetType().Name, exception.GetType().Name, exception.StackTrace);
        ImmutableArray<Outgoing> outgoing = help.IsCalledBy(input) ? help.Cards(input, storageDown: false)
            : input.IsFromPerson() ? [help.Notice(input, TroubleMessages.Fault)]
            : [];
        return new TurnCommit(stored, input.Id, now)
        {
            State = stored.Exists ? stored.State : ConversationJson.Write(new Conversation(input.Address)),
            WakesAt = stored.Exists ? WakesAfterBug(stored, input, now) : null,
            Outbox = Drafts(input.Address, outgoing),
        };
    }

    /// <summary>No later than without the bug; only a wake-up that failed itself would fail again at once.</summary>
    private static Instant WakesAfterBug(StoredConversation stored, Input input, Instant now)
    {
        var later = now + AfterBug;
        if (input is WokenInput)
        {
            return later;
        }

        try
        {
            return ConversationJson.Read(stored.State.Span).WakesAt is { } at ? Instant.Min(at, later) : later;
        }
        catch (Exception)
        {
            // Perhaps the very bug.
            return later;
        }
    }

    /// <summary>Nudges are claimed one by one when their turn comes: one that was never tried must not count as doubtful after a crash.</summary>
    private ImmutableArray<OutboxDraft> Drafts(Address address, ImmutableArray<Outgoing> outgoing)
    {
        var fromMemory = outbox.HasRoomFor(address, outgoing.Length);
        return [.. outgoing.Select(one => new OutboxDraft(one, Claimed: fromMemory && one.Urgency is not Urgency.Nudge))];
    }

    /// <summary>
    /// What the turn says goes out as soon as it survives the end of this process; the platform hears that the Input was taken when the disk has it. A machine that loses its power in between
    /// gets the Input again. Only of what was removed it is not said to be gone before it is gone for good.
    /// </summary>
    private async Task<CommitOutcome> CommitAsync(TurnCommit commit, TurnResult? taken, CancellationToken cancellationToken)
    {
        var removes = commit.Forget || !commit.Drop.IsEmpty || !commit.Vaults.IsEmpty || commit.Also.Any(other => !other.Vaults.IsEmpty);
        var result = removes ? await CommitRemovalAsync(commit, cancellationToken) : await store.CommitAsync(commit, Offer, cancellationToken);
        if (removes)
        {
            Offer(result);
        }

        if (result.Outcome is CommitOutcome.Committed)
        {
            outbox.NudgesDropped([.. commit.NudgesDropped, .. Enumerable.Repeat(NudgeDropReasons.Withdrawn, result.NudgesWithdrawn)]);
        }

        return result.Outcome;

        void Offer(CommitResult written)
        {
            if (written.Outcome is CommitOutcome.Committed && taken is not null)
            {
                Remember(taken);
            }

            outbox.Offer(written.Outbox);
        }
    }

    /// <summary>What help must know without loading is what was said, and no sooner: of an answer that was not taken down, the question still waits.</summary>
    private void Remember(TurnResult taken)
    {
        if (taken.Forget)
        {
            seen.Forget(taken.Conversation.Address);
        }
        else if (taken.Conversation.Group is null)
        {
            seen.Remember(taken.Conversation);
        }
    }

    /// <summary>Where it is not known whether the disk took it, nothing stands in memory: if it did, what it says is found in the database.</summary>
    private async Task<CommitResult> CommitRemovalAsync(TurnCommit commit, CancellationToken cancellationToken)
    {
        try
        {
            return await store.CommitAsync(ToBeFound(commit) with { Also = [.. commit.Also.Select(ToBeFound)] }, static _ => { }, cancellationToken);
        }
        catch (StorageUnavailableException)
        {
            outbox.LeftBehind();
            throw;
        }

        static TurnCommit ToBeFound(TurnCommit commit) => commit with { Outbox = [.. commit.Outbox.Select(draft => draft with { Claimed = false })] };
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A turn ({Kind}) failed by a bug; the conversation stays as it was: {Type} {Stack}")]
    private partial void LogBug(string kind, string type, string? stack);
}

/// <summary>Keys of what the bot says when it is in trouble itself.</summary>
internal static class TroubleMessages
{
    public const string NotTaken = "trouble.not-taken";
    public const string TooMany = "trouble.too-many";
    public const string Fault = "trouble.fault";
}

internal static class InputOrigin
{
    /// <summary>Somebody wrote or pressed something and may expect an answer.</summary>
    public static bool IsFromPerson(this Input input) => input is TextInput { Edited: false } or OptionInput or CommandInput or GroupCommandInput or VoiceInput or MediaInput;
}
