using System.Collections.Immutable;
using NodaTime;

namespace ReflectionBot.Core.Groups;

/// <summary>A Round whose Voices the group has read. Kept for a while so that one of them can be reported and hidden; its authors cannot be found out any more.</summary>
/// <param name="Number">Of the Round.</param>
/// <param name="Id">Of the Round.</param>
/// <param name="Until">When this goes; the posts stay where they are.</param>
public sealed record ReleasedRound(int Number, string Id, string Prompt, Instant Until)
{
    /// <summary>How long a Voice can be reported and hidden.</summary>
    public static readonly Duration Kept = Duration.FromDays(7);

    /// <summary>Rounds that are kept; the oldest goes.</summary>
    public const int Max = 5;

    public ImmutableArray<ReleasedPost> Posts { get; init; } = [];

    /// <summary>As <see cref="Group.HelpNotice"/> was at the release.</summary>
    public bool HelpNotice { get; init; }

    internal IEnumerable<ReleasedVoice> Shown => Posts.SelectMany(post => post.Voices).Where(voice => !voice.Hidden);

    internal ReleasedVoice? Find(string id) => Posts.SelectMany(post => post.Voices).FirstOrDefault(voice => voice.Id == id);

    internal ReleasedRound With(ReleasedVoice changed) => this with
    {
        Posts = [.. Posts.Select(post => post with { Voices = [.. post.Voices.Select(voice => voice.Id == changed.Id ? changed : voice)] })],
    };
}

/// <param name="Key">Of the reply in the group.</param>
public sealed record ReleasedPost(string Key, ImmutableArray<ReleasedVoice> Voices);

/// <param name="Id">Of the words, not of whoever wrote them.</param>
public sealed record ReleasedVoice(string Id, string Words)
{
    public bool Hidden { get; init; }

    /// <summary>A member asked moderators to read it again.</summary>
    public bool Reported { get; init; }
}
