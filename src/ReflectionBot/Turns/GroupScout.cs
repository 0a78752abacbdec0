using System.Collections.Immutable;
using System.Security.Cryptography;
using NodaTime;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Groups;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Storage;

namespace ReflectionBot.Turns;

/// <summary>What was found of a group: for the turn, and for the commit that may follow.</summary>
internal sealed record GroupSight(GroupView View, StoredConversation Stored);

/// <summary>Brings what a turn has to know of a group.</summary>
public sealed class GroupScout(ITurnStore store, IRoundStore rounds, IEnumerable<IModerators> moderators)
{
    private const int SeedLength = 32;

    private readonly Dictionary<string, IModerators> _moderators = moderators.ToDictionary(platform => platform.Platform, StringComparer.Ordinal);

    /// <summary>Order by a seed that nobody ever sees, made for this one release.</summary>
    internal async Task<Release> ReleaseAsync(ImmutableArray<string> roundIds, CancellationToken cancellationToken)
    {
        var voices = ImmutableDictionary.CreateBuilder<string, ImmutableArray<Voice>>(StringComparer.Ordinal);
        foreach (var id in roundIds)
        {
            voices[id] = await rounds.VoicesAsync(id, cancellationToken);
        }

        return new Release(voices.ToImmutable(), RandomNumberGenerator.GetBytes(SeedLength));
    }

    /// <summary>Puts what a group tells its moderators into their conversations; who does not moderate any more hears nothing.</summary>
    internal async Task<ImmutableArray<TurnCommit>> NotedAsync(Conversation group, ImmutableArray<GroupNote> notes, Input input, Instant now, CancellationToken cancellationToken)
    {
        var commits = ImmutableArray.CreateBuilder<TurnCommit>();
        foreach (var person in notes.Where(note => note.To != input.Address).GroupBy(note => note.To))
        {
            var id = $"{input.Id}/note/{person.Key}";
            var stored = await StandingAsync(group.Address, group, person.Key, cancellationToken) >= Standing.Moderates ? await store.LoadAsync(person.Key, id, cancellationToken) : null;
            if (stored is not { Exists: true } || ConversationJson.Read(stored.State.Span) is not { Group: null, Consent: not null } conversation)
            {
                continue;
            }

            var told = person.Aggregate(conversation, (one, note) => NoteTurn.With(one, note, now));
            commits.Add(new TurnCommit(stored, id, now) { State = ConversationJson.Write(told), WakesAt = told.WakesAt });
        }

        return commits.ToImmutable();
    }

    private async ValueTask<Standing> StandingAsync(Address group, Conversation? known, Address person, CancellationToken cancellationToken) =>
        group.Platform == person.Platform && _moderators.TryGetValue(group.Platform, out var platform)
            ? await platform.StandingAsync(group, person, [.. known?.Group?.ModeratorRoles.Select(role => role.Id) ?? []], cancellationToken)
            : Standing.None;

    internal async Task<GroupSight> LookAsync(GroupNeed need, Input input, CancellationToken cancellationToken)
    {
        var found = need.RoundId is null ? null : await rounds.FindAsync(need.RoundId, input.Address, cancellationToken);
        if ((found?.Group ?? need.Group) is not { } group)
        {
            return new GroupSight(new GroupView(Conversation: null), new StoredConversation(input.Address, 0, default, InputSeen: false));
        }

        var stored = await store.LoadAsync(group, input.Id, cancellationToken);
        var known = stored.Exists ? ConversationJson.Read(stored.State.Span) : null;
        var view = new GroupView(known)
        {
            OwnVoice = found?.OwnVoice,
            MutedUntil = found?.MutedUntil,
            IsFull = found?.Voices >= IRoundStore.MaxVoices,
            Standing = found is null && !need.AsMember ? await StandingAsync(group, known, input.Address, cancellationToken) : Standing.None,
        };
        if (need.ReviewOf is { } reviewed && view.Moderates && view.Conversation?.Group?.Rounds.Any(round => round.Id == reviewed && round.InReview) is true)
        {
            view = view with { Voices = await rounds.VoicesAsync(reviewed, cancellationToken) };
        }

        return new GroupSight(view, stored);
    }
}
