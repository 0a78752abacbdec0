using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NodaTime;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Crisis;
using ReflectionBot.Core.Groups;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Core.Nudges;

namespace ReflectionBot.Core.Tests.Groups;

/// <summary>One group and its people on the pure engine, with what the runner would load and store held in memory.</summary>
internal sealed class GroupStage(int seed = 1)
{
    public const string Danger = "DANGER";
    public const string Doubt = "DOUBT";

    public static readonly Address Group = Address.Of("local", "~circle");

    private readonly Dictionary<Address, Conversation> _conversations = [];
    private readonly Dictionary<string, Vault> _vaults = [];
    private readonly List<(Instant At, Address To, Outgoing What)> _sent = [];
    private readonly Dictionary<Address, Instant> _muted = [];
    private readonly HashSet<string> _moderators = ["mod"];
    private readonly HashSet<string> _demoted = [];
    private readonly List<NudgeReason> _nudgesDropped = [];
    private readonly List<GroupNote> _notes = [];
    private int _inputs;

    public Instant Now { get; private set; } = Instant.FromUtc(2026, 3, 2, 18, 0);

    public IReadOnlyList<(Instant At, Address To, Outgoing What)> Sent => _sent;

    public IReadOnlyDictionary<string, Vault> Vaults => _vaults;

    public IReadOnlyList<GroupNote> Notes => _notes;

    public IReadOnlyList<NudgeReason> NudgesDropped => _nudgesDropped;

    public Core.Groups.Group State => _conversations[Group].Group!;

    /// <summary>The texts the group can read, in order.</summary>
    public IEnumerable<string> Posts => _sent.Where(one => one.To == Group).Select(one => one.What).OfType<Reply>().Select(reply => reply.Text);

    public Conversation Of(string person) => _conversations.TryGetValue(At(person), out var known)
        ? known
        : new Conversation(At(person)) { Consent = new Consent("1", Now) };

    public string StateOf(Address address) => Encoding.UTF8.GetString(ConversationJson.Write(_conversations[address]));

    public string StateOf(string person) => StateOf(At(person));

    public IReadOnlyList<Reply> SaidTo(string person) => [.. _sent.Where(one => one.To == At(person)).Select(one => one.What).OfType<Reply>()];

    /// <summary>Moderates, and manages no more.</summary>
    public void Demote(string moderator) => _demoted.Add(moderator);

    public void Lose(string moderator) => _moderators.Remove(moderator);

    public void Meet(Conversation person) => _conversations[person.Address] = person;

    public TurnResult Say(string person, string text) => Take(new TextInput(NextId(person), At(person), text)
    {
        Screening = ScreeningOf(text),
    });

    public static Screening ScreeningOf(string text) =>
        text.Contains(Danger, StringComparison.Ordinal) ? new Screening(Tier.Card, CrisisKinds.Suicide, ["t"])
        : text.Contains(Doubt, StringComparison.Ordinal) ? new Screening(Tier.Ask, CrisisKinds.Suicide, ["t"])
        : Screening.Clear;

    public TurnResult Call(string person, GroupRole? role = null, string? thread = null) =>
        Take(new GroupCommandInput(NextId(person), At(person), Group, GroupCommands.Round) { Role = role, Thread = thread });

    public TurnResult Suggest(string person, string text = "") => Take(new GroupCommandInput(NextId(person), At(person), Group, GroupCommands.Suggest, text) { Screening = ScreeningOf(text) });

    public TurnResult PressId(string person, string id) => Take(new OptionInput(NextId(person), At(person), [id]));

    /// <summary>Presses the latest button with this label that the person, or the group, was shown.</summary>
    public TurnResult Press(string person, string label) =>
        PressId(person, _sent.Where(one => one.To == At(person) || one.To == Group).Select(one => one.What).OfType<Reply>()
            .SelectMany(reply => reply.Options).Last(option => option.Label == label).Id);

    /// <summary>Opens a Round of a moderator's own words.</summary>
    public Round Open(string prompt = "What helps?", string kind = "New, in own words", string time = "One day")
    {
        Call("mod");
        Press("mod", kind);
        if (kind == "New, in own words")
        {
            Press("mod", "In my own words");
        }

        Say("mod", prompt);
        Press("mod", time);
        Press("mod", "Open it");
        return State.Rounds[^1];
    }

    public void Answer(string person, string words)
    {
        Press(person, "Answer privately");
        Say(person, words);
    }

    public void Answers(int count, string words = "answer")
    {
        for (var i = 0; i < count; i++)
        {
            Answer($"p{i}", $"{words} {(char)('a' + i)}");
        }
    }

    /// <summary>Lets time pass, waking whoever asked for it at the second.</summary>
    public void Pass(Duration time)
    {
        var end = Now + time;
        while (_conversations.Values.Where(one => one.WakesAt <= end).MinBy(one => one.WakesAt) is { } next)
        {
            Now = Instant.Max(Now, next.WakesAt!.Value);
            Take(WokenInput.For(next.Address, Now));
        }

        Now = end;
    }

    /// <summary>Lets time pass while the bot is away.</summary>
    public void PassAsleep(Duration time) => Now += time;

    public bool Knows(Address address) => _conversations.ContainsKey(address);

    public TurnResult Take(Input input)
    {
        var conversation = _conversations.TryGetValue(input.Address, out var known) ? known : input.Address == Group ? new Conversation(Group) : Of(input.Address.Local);
        var result = Turn.Take(conversation, input, ShippedContent.Pack, Now);
        if (result.NeedsGroup is { } need)
        {
            result = Turn.Take(conversation, input, ShippedContent.Pack, Now, view: Look(need, input));
        }
        else if (!result.NeedsVoices.IsEmpty)
        {
            Assert.All(result.NeedsVoices, id => Assert.False(_vaults[id].IsOpen));
            var random = SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{seed} {Now}")));
            result = Turn.Take(conversation, input, ShippedContent.Pack, Now, release: new Release(
                result.NeedsVoices.ToImmutableDictionary(id => id, VoicesOf), random));
        }

        Assert.Null(result.NeedsGroup);
        Assert.Empty(result.NeedsVoices);
        Commit(input.Address, result);
        return result;
    }

    private void Commit(Address address, TurnResult result)
    {
        _nudgesDropped.AddRange(result.NudgesDropped);
        _notes.AddRange(result.Group?.Notes ?? result.Notes);
        if (result.Forget)
        {
            _conversations.Remove(address);
            return;
        }

        Keep(result.Conversation, result.Outgoing, result.Vaults);
        if (result.Voice is { } voice)
        {
            Assert.True(_vaults[voice.RoundId].IsOpen);
            if (voice.Words is null)
            {
                _vaults[voice.RoundId].Words.Remove(address);
            }
            else
            {
                _vaults[voice.RoundId].Words[address] = voice.Words;
            }
        }

        if (result.Group is { } group)
        {
            Keep(group.Conversation, group.Outgoing, group.Vaults);
        }
    }

    private void Keep(Conversation conversation, ImmutableArray<Outgoing> outgoing, ImmutableArray<VaultChange> vaults)
    {
        _conversations[conversation.Address] = ConversationJson.Read(ConversationJson.Write(conversation));
        _sent.AddRange(outgoing.Select(one => (Now, conversation.Address, one)));
        foreach (var change in vaults)
        {
            switch (change.Action)
            {
                case VaultAction.Open:
                    _vaults.Add(change.RoundId, new Vault());
                    break;
                case VaultAction.Empty:
                    _vaults[change.RoundId].IsOpen = false;
                    _vaults[change.RoundId].Words.Clear();
                    break;
                case VaultAction.Mute:
                    _muted[_vaults[change.RoundId].Words.Keys.Single(person => IdOf(change.RoundId, person) == change.VoiceId)] = change.Until!.Value;
                    break;
                case VaultAction.Unmute:
                    _muted.Clear();
                    break;
                case VaultAction.Shut:
                    _vaults[change.RoundId].IsOpen = false;
                    break;
                default:
                    _vaults.Remove(change.RoundId);
                    break;
            }
        }
    }

    private GroupView Look(GroupNeed need, Input input)
    {
        var vault = need.RoundId is null ? null : _vaults.GetValueOrDefault(need.RoundId);
        return new GroupView(need.RoundId is not null && vault is null ? null : _conversations.GetValueOrDefault(Group))
        {
            OwnVoice = vault?.Words.GetValueOrDefault(input.Address),
            MutedUntil = _muted.TryGetValue(input.Address, out var until) ? until : null,
            Voices = need.ReviewOf is { } reviewed && _moderators.Contains(input.Address.Local) ? VoicesOf(reviewed) : [],
            Standing = need.Group is null || !_moderators.Contains(input.Address.Local) ? Standing.None : _demoted.Contains(input.Address.Local) ? Standing.Moderates : Standing.Manages,
        };
    }

    private ImmutableArray<Voice> VoicesOf(string roundId) => [.. _vaults[roundId].Words.Select(voice => new Voice(IdOf(roundId, voice.Key), voice.Value))];

    private static string IdOf(string roundId, Address person) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{roundId} {person}")))[..16];

    private string NextId(string person) => string.Create(CultureInfo.InvariantCulture, $"stage/{person}/{++_inputs}");

    private static Address At(string person) => Address.Of("local", person);

    internal sealed class Vault
    {
        public bool IsOpen { get; set; } = true;

        public Dictionary<Address, string> Words { get; } = [];
    }
}
