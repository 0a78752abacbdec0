using System.Collections.Immutable;
using System.Globalization;
using NodaTime;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Groups;

/// <summary>The group's side of a turn while it is being taken: its state as it changes and what will be posted.</summary>
internal sealed class GroupScene(Conversation conversation, Pack pack, Instant now)
{
    private readonly ImmutableArray<Outgoing>.Builder _outgoing = ImmutableArray.CreateBuilder<Outgoing>();
    /// <summary>Moderators who are told of something without having asked.</summary>
    private const int MaxTold = 3;

    /// <summary>Who has not done anything for so long is not told.</summary>
    private static readonly Duration Lately = Duration.FromDays(30);

    private readonly ImmutableArray<GroupNote>.Builder _notes = ImmutableArray.CreateBuilder<GroupNote>();
    private readonly ImmutableArray<VaultChange>.Builder _vaults = ImmutableArray.CreateBuilder<VaultChange>();

    public Conversation Conversation { get; private set; } = conversation;

    public Group Group => Conversation.Group ?? new Group();

    public Instant Now { get; } = now;

    public bool IsChanged { get; private set; }

    public Messages Messages => pack.In(Conversation.Language);

    /// <summary>Questions that may be asked in groups.</summary>
    public ImmutableArray<Prompt> Library => pack.GroupPrompts;

    public string Text(string key, params ReadOnlySpan<(string Name, string Value)> values) => Messages.Text(key, values);

    /// <summary>What holds on this platform, where the content has a text for it: key <c>platform.own</c>; otherwise the one for all.</summary>
    public string OfPlatform(string own, string forAll) =>
        Messages.Texts.TryGetValue($"{Conversation.Address.Platform}.{own}", out var text) ? text : Text(forAll);

    public bool Knows(string language) => pack.Languages.ContainsKey(language);

    public void Speak(string language) => Conversation = Conversation with { Language = language };

    /// <summary>The language moderators chose.</summary>
    public void Choose(string language)
    {
        Conversation = Conversation with { Language = language, LanguageChosen = true };
        IsChanged = true;
    }

    public void Change(Func<Group, Group> change)
    {
        Conversation = Conversation with { Group = change(Group) };
        IsChanged = true;
    }

    public void Note(Address by, ModeratorAction action, int number) => Change(group => group with
    {
        Log = [.. group.Log.Skip(Math.Max(0, group.Log.Length - Group.MaxLog + 1)), new ModeratorAct(Now, by, action, number)],
    });

    /// <summary>Tells those who moderated lately, in private, when they may be told.</summary>
    /// <param name="key">Of the text.</param>
    /// <param name="number">Of the Round it is about; 0 for none.</param>
    /// <param name="right">Key of the text that names a right the bot lacks.</param>
    public void Tell(string key, int number, string? right = null)
    {
        foreach (var moderator in Group.Log.Where(act => act.By != Conversation.Address && act.At > Now - Lately).Select(act => act.By).Reverse().Distinct().Take(MaxTold))
        {
            _notes.Add(new GroupNote(moderator, key, number) { Right = right });
        }
    }

    public void Post(Outgoing outgoing) => _outgoing.Add(outgoing);

    public void Vault(string roundId, VaultAction action) => Vault(new VaultChange(roundId, action));

    public void Vault(VaultChange change) => _vaults.Add(change);

    public GroupEffect Finish() => new(Conversation, _outgoing.ToImmutable(), _vaults.ToImmutable()) { Notes = _notes.ToImmutable() };

    /// <summary>An instant as a group reads it, whose members live in many zones.</summary>
    public static string Moment(Instant at) => at.InUtc().ToString("d MMM, HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
