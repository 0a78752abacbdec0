using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Turns;

/// <summary>Language and country of those who wrote lately, so that help speaks to them also when nothing can be loaded.</summary>
public sealed class SeenAddresses
{
    public const int Max = 10_000;

    private readonly RecentMap<Address, Known> _seen = new(Max);

    public void Remember(Conversation conversation) =>
        _seen.Set(conversation.Address, new Known(conversation.Language, conversation.LanguageChosen, conversation.Country));

    public void Forget(Address address) => _seen.Remove(address);

    /// <summary>The language a person chose; else the one they wrote in; else what is known or reported; else English.</summary>
    public (string Language, string? Country) Of(Input input)
    {
        var known = _seen.TryGet(input.Address, out var found) ? found : null;
        var language = known is { Chosen: true } ? known.Language : input.Screening.Language ?? known?.Language ?? TwoLetters(input.ClientLanguage) ?? "en";
        return (language, known?.Country);
    }

    private static string? TwoLetters(string? tag) => tag is { Length: >= 2 } ? tag[..2].ToLowerInvariant() : null;

    private sealed record Known(string Language, bool Chosen, string? Country);
}
