using System.Collections.Immutable;

namespace ReflectionBot.Core.Content.Wording;

/// <summary>
/// What a flow speaks about when it touches on harm. Every flow is written in English first, so English is enough.
/// A sentence that names help is a signpost and does not make a flow harm-related.
/// </summary>
internal static class HarmWords
{
    /// <summary>Phrases, by what they speak about.</summary>
    public static readonly ImmutableArray<(string Topic, string Pattern)> All =
    [
        ("fear", "afraid|scared|frightened|terrified of them|him|her|someone|somebody"),
        ("fear", "afraid|scared|frightened|terrified of your|a partner|ex|husband|wife|boyfriend|girlfriend|father|mother|parent|parents"),
        ("fear", "afraid|scared|frightened|terrified of what they|he|she"),
        ("fear", "fear of them|him|her"),
        ("fear", "frighten*|scare|scares|scared you|me"),
        ("fear", "on eggshells"),
        ("threats", "threat*"),
        ("violence", "violen*"),
        ("violence", "abuse*"),
        ("violence", "abusi*"),
        ("violence", "hit|hits|hitting|hurts|hurting|push|pushes|pushed|shove*|slap*|punch*|chok*|strangl* you|me"),
        ("force", "force|forces|forced you|me"),
        ("contempt", "contempt*"),
        ("contempt", "belittl*"),
        ("contempt", "humiliat*"),
        ("contempt", "insult*"),
        ("contempt", "name calling"),
        ("contempt", "call|calls|called|calling you|me names"),
        ("contempt", "shames|shaming|shamed you|me"),
        ("yelling", "yell|yells|yelled|yelling"),
        ("yelling", "scream*"),
        ("yelling", "shout|shouts|shouted|shouting at"),
        ("control", "controlling"),
        ("control", "controls you|your|me|my|what|who|where|when"),
        ("control", "control|controlled by them|him|her"),
        ("control", "they|he|she|who check|checks|checked your|my phone|messages"),
        ("control", "through your|my phone|messages"),
    ];

    private static readonly PhraseIndex<string> Index = new(All.Select(entry => (new Phrase(entry.Pattern), entry.Topic)));

    public static PhraseMatch? Find(string text)
    {
        foreach (var sentence in WordScan.Sentences(text))
        {
            if (sentence.Any(word => word.Value is "help" or "helpline" or "helplines"))
            {
                continue;
            }

            foreach (var (_, match) in Index.Find(sentence, text))
            {
                return match;
            }
        }

        return null;
    }
}
