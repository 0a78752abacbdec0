using ReflectionBot.Core.Content.Yaml;

namespace ReflectionBot.Core.Content.Reading;

/// <summary>What a text is for; decides how long it may be and whether answers are filled in.</summary>
internal enum TextRole
{
    Title,
    About,

    /// <summary>A text without placeholders: pick, scale, keep, offer, end, and what a recap says when it is empty.</summary>
    Plain,

    /// <summary>A text that may name an answer: say, ask, choose.</summary>
    Filled,

    /// <summary>A text that may also join two pick answers: recap.</summary>
    Recap,
    Label,

    /// <summary>The label of an option that opens help.</summary>
    HelpLabel,
    Message,
}

/// <summary>One text in one language, where it stands.</summary>
/// <param name="Owner">What it is of, for people: <c>step 'tone'</c>, <c>message 'help.first'</c>.</param>
internal sealed record TextUse(string Owner, string? StepId, TextRole Role, string Language, string Text, Mark At)
{
    public bool IsLabel => Role is TextRole.Label or TextRole.HelpLabel;
}
