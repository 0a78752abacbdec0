using System.Collections.Immutable;
using NodaTime;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Core.Nudges;

namespace ReflectionBot.Core.Groups;

/// <summary>Something a moderator is told in private although they have not just written. Waits in their Conversation until it may be said.</summary>
/// <param name="Key">Of the text.</param>
/// <param name="At">When to look whether it may be said.</param>
/// <param name="Since">When it came up.</param>
public sealed record Note(string Key, Instant At, Instant Since)
{
    /// <summary>Notes that wait for one person; the oldest goes.</summary>
    public const int Max = 5;

    /// <summary>Of the Round it is about; 0 for none.</summary>
    public int Number { get; init; }

    /// <summary>Key of the text that names a right the bot lacks; null when it is not about one.</summary>
    public string? Right { get; init; }
}

/// <summary>For whom a group has a <see cref="Note"/>. Holds only if they moderate it when it becomes durable.</summary>
/// <param name="To">Private Address of a moderator.</param>
public sealed record GroupNote(Address To, string Key, int Number)
{
    /// <inheritdoc cref="Note.Right"/>
    public string? Right { get; init; }
}

/// <summary>Notes come and are said, by the rules that hold for nudges.</summary>
public static class NoteTurn
{
    /// <summary>What could not be said for so long is not said any more: it stands in the overview all the same.</summary>
    private static readonly Duration Patience = Duration.FromDays(3);

    public static Conversation With(Conversation person, GroupNote note, Instant now) => person with
    {
        Notes = [.. person.Notes.Where(other => other.Key != note.Key || other.Number != note.Number || other.Right != note.Right).TakeLast(Note.Max - 1), new Note(note.Key, now, now) { Number = note.Number, Right = note.Right }],
    };

    internal static void Woken(TurnContext turn)
    {
        foreach (var note in turn.Conversation.Notes.Where(note => note.At <= turn.Now))
        {
            var decision = Unprompted.Of(turn.Conversation, turn.Now);
            var until = decision is { Verdict: NudgeVerdict.Wait, Until: { } at } && at - note.Since <= Patience ? at : (Instant?)null;
            turn.Change(c => c with
            {
                Notes = [.. c.Notes.SelectMany(other => other != note ? [other] : until is { } later ? [note with { At = later }] : ImmutableArray<Note>.Empty)],
            });
            if (decision.Verdict == NudgeVerdict.Send)
            {
                turn.SayMessage(note.Key, ("number", $"{note.Number}"), ("right", note.Right is { } right ? turn.Text(right) : ""));
                turn.Flush(ReplyKind.Notice);
            }
        }
    }
}
