using System.Collections.Concurrent;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Crisis.Cards;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Turns;

/// <summary>What help must know of those who wrote lately, so that it speaks to them also when nothing can be loaded.</summary>
public sealed class SeenAddresses
{
    public const int Max = 10_000;

    private const int MaxShared = 1000;

    private readonly RecentMap<Address, Known> _seen = new(Max);

    /// <summary>Most people are known for the same: their language and country.</summary>
    private readonly ConcurrentDictionary<Known, Known> _shared = new();

    public void Remember(Conversation conversation) =>
        _seen.Set(conversation.Address, Shared(new Known(PersonOf(conversation), conversation.LanguageChosen)));

    public void Forget(Address address) => _seen.Remove(address);

    /// <summary>The language a person chose; else the one they wrote in; else what is known or reported; else English.</summary>
    public KnownPerson Of(Input input)
    {
        var known = _seen.TryGet(input.Address, out var found) ? found : null;
        var person = known?.Person ?? new KnownPerson(TwoLetters(input.ClientLanguage) ?? "en", null, false);
        return known is { LanguageChosen: true } ? person : person with { Language = input.Screening.Language ?? person.Language };
    }

    private Known Shared(Known known) =>
        known.Person is not { Asked: null, TidyWord: null } ? known
        : _shared.TryGetValue(known, out var same) ? same
        : _shared.Count < MaxShared ? _shared.GetOrAdd(known, known)
        : known;

    private static KnownPerson PersonOf(Conversation conversation) => new(conversation.Language, conversation.Country, conversation.Preferences.Discreet)
    {
        Asked = conversation.Care.Asked is { } asked ? CardSubject.Parse(asked) : null,
        TidyWord = conversation.Preferences.TidyWord,
    };

    private static string? TwoLetters(string? tag) => tag is { Length: >= 2 } ? tag[..2].ToLowerInvariant() : null;

    private sealed record Known(KnownPerson Person, bool LanguageChosen);
}
