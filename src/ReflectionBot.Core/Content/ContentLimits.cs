namespace ReflectionBot.Core.Content;

/// <summary>The bounds every text of the content keeps. Lengths are UTF-16 units, as the platforms count.</summary>
public static class ContentLimits
{
    public const int Text = 1000;
    public const int Label = 40;
    public const int Title = 40;
    public const int About = 120;

    /// <summary>What the bot itself says may be longer: privacy and help. Discord takes 2,000.</summary>
    public const int Message = 2000;

    public const int MinOptions = 2;
    public const int MaxOptions = 12;
    public const int MaxScaleWords = 7;
    public const int MaxRecapLines = 12;
    public const int MaxOffers = 6;
    public const int MaxMinutes = 60;

    public const int FlowId = 40;
    public const int Key = 24;

    /// <summary>Words of the bot before the person speaks, in English.</summary>
    public const int WordsBeforeAnswer = 60;

    /// <summary>The same in a translation: most languages need a few more words for the same thing.</summary>
    public const int WordsBeforeAnswerTranslated = 72;

    /// <summary>Words of a question that stands alone.</summary>
    public const int PromptWords = 40;

    /// <summary>Levels of nesting in a file; content needs six.</summary>
    public const int YamlDepth = 24;

    public const int TranscriptsPerFlow = 2;
}
