using System.Collections.Immutable;
using System.Text;
using NodaTime;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Groups;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Core.Nudges;

namespace ReflectionBot.Core.Conversations;

/// <summary>
/// One turn while it is being taken: the state as it changes and what will be said. Desks write to it; nothing leaves
/// it before <see cref="Finish"/>.
/// </summary>
public sealed class TurnContext(
    Conversation conversation, Input input, Pack pack, Instant now, IReadOnlyDictionary<string, string>? recalled, GroupView? view = null)
{
    private readonly ImmutableArray<Outgoing>.Builder _outgoing = ImmutableArray.CreateBuilder<Outgoing>();
    private readonly ImmutableArray<Entry>.Builder _kept = ImmutableArray.CreateBuilder<Entry>();
    private readonly ImmutableArray<string>.Builder _dropped = ImmutableArray.CreateBuilder<string>();
    private readonly ImmutableArray<string>.Builder _needs = ImmutableArray.CreateBuilder<string>();
    private readonly ImmutableArray<NudgeReason>.Builder _nudgesDropped = ImmutableArray.CreateBuilder<NudgeReason>();
    private readonly StringBuilder _pending = new();
    private readonly Conversation _before = conversation;
    private GroupNeed? _needsGroup;
    private GroupScene? _scene;
    private VoiceChange? _voice;
    private bool _forget;

    public Conversation Conversation { get; private set; } = conversation;

    public Input Input { get; } = input;

    public Pack Pack { get; } = pack;

    public Instant Now { get; } = now;

    public Messages Messages => Pack.In(Conversation.Language);

    /// <summary>The group this turn has to do with, once it is loaded.</summary>
    public GroupView? View { get; } = view;

    public string Text(string key, params ReadOnlySpan<(string Name, string Value)> values) => Messages.Text(key, values);

    public void Change(Func<Conversation, Conversation> change) => Conversation = change(Conversation);

    /// <summary>Says a text; it joins the next thing said or asked in this turn to one message where that stays short.</summary>
    public void Say(string text)
    {
        if (text.Length == 0)
        {
            return;
        }

        if (_pending.Length > 0 && _pending.Length + text.Length > ShortMessage)
        {
            Flush();
        }

        if (_pending.Length > 0)
        {
            _pending.Append("\n\n");
        }

        _pending.Append(text);
    }

    /// <summary>Says one of the bot's own texts.</summary>
    public void SayMessage(string key, params ReadOnlySpan<(string Name, string Value)> values) => Say(Messages.Text(key, values));

    /// <summary>Says what holds on this platform only, where the content has a text for it: key <c>platform.key</c>.</summary>
    public void SayOfPlatform(string key)
    {
        if (Messages.Texts.TryGetValue($"{Conversation.Address.Platform}.{key}", out var text))
        {
            Say(text);
        }
    }

    /// <summary>Ends the message so far: what comes next stands alone.</summary>
    public void Flush(ReplyKind kind = ReplyKind.Talk)
    {
        if (_pending.Length > 0)
        {
            var text = _pending.ToString();
            _pending.Clear();
            foreach (var part in TextPart.Split(text, Reply.MaxText))
            {
                Send(new Reply(part) { Kind = kind });
            }
        }
    }

    /// <summary>Says what is pending with command buttons under it; no question is opened.</summary>
    public void SayWith(params ReadOnlySpan<string> commands)
    {
        var options = ImmutableArray.CreateBuilder<Option>(commands.Length);
        foreach (var command in commands)
        {
            options.Add(CommandOption(command));
        }

        var text = _pending.ToString();
        _pending.Clear();
        Send(new Reply(text) { Options = options.ToImmutable() });
    }

    /// <summary>A button that gives a command; it works for ever.</summary>
    public Option CommandOption(string command, OptionLook look = OptionLook.Ordinary) => new($"!{command}", Text($"button.{command}"), look);

    /// <summary>Opens a question under what is pending. It closes the one that was open: an old question never resumes under a newer one.</summary>
    public Question Ask(Desk desk, string subject, string text, ImmutableArray<Option> options, bool takesText = false, bool pickSeveral = false, Duration? expiresIn = null, ReplyKind kind = ReplyKind.Question, Urgency urgency = Urgency.Reply, Instant? usefulUntil = null)
    {
        Say(text);
        var whole = _pending.ToString();
        _pending.Clear();
        CloseQuestion(chosen: null);
        var question = new Question(
            Conversation.LastQuestion + 1,
            desk,
            subject,
            [.. options.Where(o => !StandsAlone(o)).Select(o => new Choice(HelpOption.KeyOf(o.Id), o.Label))])
        {
            TakesText = takesText,
            ExpiresAt = expiresIn is { } wait ? Now + wait : null,
        };
        Conversation = Conversation with { Open = question, LastQuestion = question.Number };
        Send(new Reply(whole)
        {
            Kind = kind,
            Urgency = urgency,
            UsefulUntil = usefulUntil,
            Key = question.ReplyKey,
            PickSeveral = pickSeveral,
            TakesText = takesText,
            Options = [.. options.Select(o => StandsAlone(o) ? o : o with { Id = question.OptionId(o.Id) })],
        });
        return question;
    }

    /// <summary>A button that carries all it means: a command, or one of a Round.</summary>
    private static bool StandsAlone(Option option) => option.Id.StartsWith('!') || option.Id.StartsWith(VoiceButtons.Prefix, StringComparison.Ordinal);

    /// <summary>The open question is over; its buttons go, <paramref name="chosen"/> may stay visible.</summary>
    public void CloseQuestion(string? chosen)
    {
        if (Conversation.Open is { } open)
        {
            Conversation = Conversation with { Open = null };
            if (open.Desk == Desk.Voice || (open.Desk == Desk.Rounds && open.Subject.StartsWith(ReviewTalk.Name, StringComparison.Ordinal)))
            {
                // It may repeat the person's answer, or show a moderator those of others, and nothing of that stays.
                _outgoing.Add(new ReplyRemoval([open.ReplyKey]));
                RemoveWritten(open.Draft?.InputId);
            }
            else if (!open.Choices.IsEmpty || open.Desk == Desk.Care)
            {
                // Who has to be discreet leaves no trace of what was chosen.
                _outgoing.Add(new ReplyRetirement(open.ReplyKey, Conversation.Preferences.Discreet ? null : chosen));
            }
        }
    }

    /// <summary>Takes what the person wrote out of the chat, where the platform allows it.</summary>
    public void RemoveWritten(string? inputId)
    {
        if (!string.IsNullOrEmpty(inputId))
        {
            _outgoing.Add(new WrittenRemoval(inputId));
        }
    }

    public void Send(Outgoing outgoing)
    {
        if (outgoing is not ReplyRetirement)
        {
            if (_pending.Length > 0)
            {
                Flush();
            }

            if (outgoing is Reply reply && Conversation.Preferences.Discreet)
            {
                outgoing = reply with { Silent = true, Protect = true };
            }
        }

        _outgoing.Add(outgoing);
    }

    /// <summary>The words of an Entry, or null while they are not loaded yet: then this turn will be taken again with them.</summary>
    public string? Recall(string entryId)
    {
        if (recalled is not null && recalled.TryGetValue(entryId, out var words))
        {
            return words;
        }

        if (recalled is null)
        {
            _needs.Add(entryId);
        }

        return null;
    }

    /// <summary>What is known of a group, or null while it is not loaded yet: then this turn will be taken again with it.</summary>
    public GroupView? Look(GroupNeed need)
    {
        if (View is null)
        {
            _needsGroup ??= need;
        }

        return View;
    }

    /// <summary>The group's side of this turn; only after <see cref="Look"/> gave it.</summary>
    internal GroupScene Scene(Address group) => _scene ??= new GroupScene(View?.Conversation ?? new Conversation(group), Pack, Now);

    public void Answer(VoiceChange voice) => _voice = voice;

    public void Keep(Entry entry) => _kept.Add(entry);

    public void Drop(string entryId) => _dropped.Add(entryId);

    public void Forget() => _forget = true;

    public void DropNudge(NudgeReason reason) => _nudgesDropped.Add(reason);

    public TurnResult Finish()
    {
        if (_needs.Count > 0)
        {
            return new TurnResult(_before, []) { Needs = _needs.ToImmutable() };
        }

        if (_needsGroup is not null)
        {
            return new TurnResult(_before, []) { NeedsGroup = _needsGroup };
        }

        Flush();
        return new TurnResult(Conversation, _outgoing.ToImmutable())
        {
            Group = _scene is { IsChanged: true } ? _scene.Finish() : null,
            Voice = _voice,
            Kept = _kept.ToImmutable(),
            Dropped = _dropped.ToImmutable(),
            Forget = _forget,
            WithdrawNudges = Input is not WokenInput && (NudgeTurn.NothingMayCome(Conversation, Now) || NudgeTurn.OneEnded(_before, Conversation)),
            NudgesDropped = _nudgesDropped.ToImmutable(),
        };
    }

    /// <summary>Up to this many UTF-16 units two texts become one message.</summary>
    private const int ShortMessage = 1500;
}
