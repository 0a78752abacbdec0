using System.Collections.Immutable;
using System.Text.Json.Serialization;
using NodaTime;
using ReflectionBot.Core.Crisis;
using ReflectionBot.Core.Groups;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Core.Nudges;

namespace ReflectionBot.Core.Conversations;

/// <summary>
/// Everything the bot remembers of one Address between two turns, except the Entries the person chose to keep.
/// Survives a JSON round trip between any two turns; see <see cref="ConversationJson"/>.
/// </summary>
public sealed record Conversation(Address Address)
{
    /// <summary>How many left Runs can be taken up again; the oldest goes when one more is left.</summary>
    public const int MaxLeft = 3;

    /// <summary>How many Entries one journal holds; keeping more asks the person to let one go first.</summary>
    public const int MaxEntries = 500;

    /// <summary>Language of the bot's words, two letters.</summary>
    public string Language { get; init; } = "en";

    /// <summary>The person picked it; a client's report no longer changes it.</summary>
    public bool LanguageChosen { get; init; }

    /// <summary>ISO 3166 two-letter code, only ever by the person's own choice.</summary>
    public string? Country { get; init; }

    public Consent? Consent { get; init; }

    /// <summary>The one question that waits for an answer.</summary>
    public Question? Open { get; init; }

    /// <summary>Number of the latest question; numbers are never used again, so that an old button is known as old.</summary>
    public int LastQuestion { get; init; }

    /// <summary>The reflection under way.</summary>
    public Run? Run { get; init; }

    /// <summary>Reflections left in the middle, latest first.</summary>
    public ImmutableArray<Run> Left { get; init; } = [];

    /// <summary>Number of the latest Run.</summary>
    public int LastRun { get; init; }

    /// <summary>When the person last wrote or pressed anything.</summary>
    public Instant LastHeard { get; init; }

    public ImmutableArray<NudgePlan> Nudges { get; init; } = [];

    public int LastNudge { get; init; }

    public NudgePreferences NudgePreferences { get; init; } = new();

    /// <summary>The plan that is being talked over, before it is agreed to.</summary>
    public NudgePlan? NudgeDraft { get; init; }

    /// <summary>Prompts asked lately, so that none comes again before its pool is used up; oldest first.</summary>
    public ImmutableArray<string> AskedPrompts { get; init; } = [];

    /// <summary>Depth of the last prompt, 1 to 3: after a deep day a light one.</summary>
    public int LastPromptDepth { get; init; }

    /// <summary>An answer to a single prompt, until the person says whether to keep it.</summary>
    public PromptAnswer? Answered { get; init; }

    public ImmutableArray<CheckInNote> CheckIns { get; init; } = [];

    public Preferences Preferences { get; init; } = new();

    public CareState Care { get; init; } = new();

    /// <summary>What is in the journal, oldest first, without the words.</summary>
    public ImmutableArray<EntryNote> Journal { get; init; } = [];

    public int LastEntry { get; init; }

    /// <summary>What a group's moderator is to be told.</summary>
    public ImmutableArray<Note> Notes { get; init; } = [];

    /// <summary>Questions suggested to groups that are not decided yet, as far as is known here.</summary>
    public ImmutableArray<Suggested> Suggested { get; init; } = [];

    /// <summary>Set when this is the Conversation of a group and not of a person.</summary>
    public Group? Group { get; init; }

    /// <summary>When this Conversation wants a <see cref="WokenInput"/>: what the Sweep looks for. Stored in clear, beside the encrypted state.</summary>
    [JsonIgnore]
    public Instant? WakesAt => Nudges
        .Select(plan => plan.Next?.At)
        .Append(Open?.ExpiresAt)
        .Append(Care.CheckAt)
        .Append(Care.AskedUntil)
        .Append(Group?.WakesAt)
        .Concat(Notes.Select(note => (Instant?)note.At))
        .Concat(Suggested.Select(one => (Instant?)one.LookAt))
        .Min();
}

/// <param name="Wording">Version of the words the person agreed to.</param>
public sealed record Consent(string Wording, Instant At);

/// <summary>Who handles the answer to a question.</summary>
public enum Desk
{
    Welcome,
    Language,
    Reflections,
    Left,
    Step,
    Journal,
    Entry,
    Settings,
    TidyWord,
    Forget,
    Nudge,
    NudgeTalk,
    NudgeList,
    NudgePlan,
    NudgeHours,
    Care,
    Voice,
    Rounds,
    Suggest,
    Report,
}

/// <summary>A question that waits.</summary>
/// <param name="Number">Unique within the Conversation, ascending.</param>
/// <param name="Subject">What it is about, in the desk's own terms.</param>
public sealed record Question(int Number, Desk Desk, string Subject, ImmutableArray<Choice> Choices)
{
    /// <summary>Free text is an answer.</summary>
    public bool TakesText { get; init; }

    /// <summary>Ticked so far, for pick-several.</summary>
    public ImmutableArray<string> Picked { get; init; } = [];

    /// <summary>What was written and waits for a yes. Goes with the question.</summary>
    public Draft? Draft { get; init; }

    /// <summary>When it runs out by itself.</summary>
    public Instant? ExpiresAt { get; init; }

    public string ReplyKey => $"q{Number}";

    public string OptionId(string key) => $"{Number}.{key}";
}

/// <param name="InputId">Of the Input it came with; empty when the person did not write it.</param>
public sealed record Draft(string Text, string InputId = "");

/// <param name="Key">What the desk compares; at most 40 ASCII characters.</param>
public sealed record Choice(string Key, string Label);

/// <summary>One walk through a flow.</summary>
/// <param name="Number">Unique within the Conversation.</param>
public sealed record Run(int Number)
{
    /// <summary>How many questions "back" can take back.</summary>
    public const int MaxTrail = 40;

    /// <summary>Where it stands: the flow it began with first, the one called last at the end.</summary>
    public ImmutableArray<Frame> Frames { get; init; } = [];

    public ImmutableArray<Answer> Answers { get; init; } = [];

    public ImmutableArray<string> Flags { get; init; } = [];

    /// <summary>Earlier questions, for "back".</summary>
    public ImmutableArray<Moment> Trail { get; init; } = [];

    /// <summary>The answer to the present step has been given already; taking the Run up goes on to the next.</summary>
    public bool Answered { get; init; }

    public Frame Top => Frames[^1];
}

/// <summary>A place in a flow of a certain revision.</summary>
public sealed record Frame(string FlowId, string Revision, string StepId);

public sealed record Moment(ImmutableArray<Frame> Frames, ImmutableArray<string> Flags);

/// <summary>What was answered at one step. Neither text nor keys: skipped.</summary>
public sealed record Answer(string FlowId, string StepId)
{
    public string? Text { get; init; }
    public ImmutableArray<string> Keys { get; init; } = [];
    public bool Given => Text is not null || !Keys.IsEmpty;
}

/// <summary>What was answered to a prompt that stands alone.</summary>
public sealed record PromptAnswer(string PromptId, string Text);

/// <summary>One check-in, in the keys of the flow's options.</summary>
/// <param name="Date">In the zone of the plan that brought it, else UTC.</param>
public sealed record CheckInNote(LocalDate Date, string Weather, string Closeness)
{
    /// <summary>How many are remembered; the oldest goes.</summary>
    public const int MaxRemembered = 62;
}

/// <summary>What the person set.</summary>
public sealed record Preferences
{
    /// <summary>Replies give nothing away at first sight and make no sound.</summary>
    public bool Discreet { get; init; }

    /// <summary>The word that clears the chat at once, as <c>CommandWords.Normalise</c> leaves it.</summary>
    public string? TidyWord { get; init; }
}

/// <summary>An Entry of the journal, without its words.</summary>
/// <param name="Id">Unique within the Conversation.</param>
public sealed record EntryNote(string Id, string FlowId, string Title, Instant KeptAt);
