
namespace ReflectionBot.Tests.Discord.Loopback;

/// <summary>One interaction as the server sees it.</summary>
internal sealed class LoopbackInteraction
{
    public required string Id { get; init; }

    public required string Token { get; init; }

    public required int Type { get; init; }

    public required long Person { get; init; }

    public required LoopbackPlace Place { get; init; }

    public required string Channel { get; init; }

    /// <summary>The message its component stands on, or its modal was opened from.</summary>
    public LoopbackMessage? Source { get; init; }

    /// <summary>By whose clock it ages.</summary>
    public required TimeProvider Time
    {
        get;
        init
        {
            field = value;
            Began = value.GetTimestamp();
        }
    }

    public long Began { get; private init; }

    /// <summary>As if it had begun that much earlier.</summary>
    public TimeSpan Aged { get; set; }

    public TimeSpan Age => Time.GetElapsedTime(Began) + Aged;

    /// <summary>How long the first answer took; null while there is none.</summary>
    public TimeSpan? AnsweredAfter { get; set; }

    /// <summary>The kind of the first answer; null while there is none.</summary>
    public int? Answer { get; set; }

    /// <summary>Only the one who pressed will see what the "thinking" becomes.</summary>
    public bool Deferred { get; set; }

    public LoopbackMessage? Original { get; set; }

    /// <summary>The field it opened.</summary>
    public LoopbackModal? Modal { get; set; }
}

internal sealed record LoopbackModal(string CustomId, string Field, string Title, LoopbackMessage? Source);

/// <summary>Where a person is.</summary>
public enum LoopbackPlace
{
    Server = 0,
    Private = 1,
    OtherChat = 2,
}
