using System.Collections.Immutable;
using NodaTime;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Tests.WholeBot;

/// <summary>
/// What an undisturbed bot would have said: the pure engine, fed with the very inputs that the real bot was sent. It also
/// makes the inputs up, from a seed, the way a person would: an answer where one is asked for, else one of the buttons.
/// </summary>
internal sealed class Oracle(string person, int seed, string platform = "local")
{
    private static readonly ImmutableHashSet<string> Everywhere = [$"!{Commands.Reflect}", $"!{Commands.Skip}", $"!{Commands.Continue}"];

    private readonly Random _dice = new(seed);
    private readonly List<(string? Key, string Text)> _said = [];
    private readonly Dictionary<string, string> _entries = new(StringComparer.Ordinal);
    private Conversation _conversation = new(Address.Of(platform, person));
    private ImmutableArray<Option> _buttons = [];
    private int _inputs;

    /// <summary>The bot's messages as they stand, in order.</summary>
    public IEnumerable<string> Said => _said.Select(one => one.Text);

    /// <summary>Those of them that are help.</summary>
    public List<string> Helped { get; } = [];

    /// <summary>The person's own texts, in order.</summary>
    public List<string> Written { get; } = [];

    /// <summary>The next thing the person does, as the page would post it; the oracle has taken it by then.</summary>
    public object Next()
    {
        var id = $"{person}-input-{++_inputs:0000}";
        var inputId = $"{platform}/{person}/{id}";
        if (_conversation.Open is { TakesText: true } || _buttons.IsEmpty)
        {
            var text = $"{person} answers {_inputs}: ünïcode 🌿 and a \"quote\"";
            Written.Add(text);
            Take(new TextInput(inputId, _conversation.Address, text));
            return new { id, text };
        }

        var own = _buttons.Where(button => !button.Id.StartsWith('!') || Everywhere.Contains(button.Id)).ToArray();
        var pressed = _conversation.Consent is null || own.Length == 0 ? _buttons[0] : own[_dice.Next(own.Length)];
        Take(new OptionInput(inputId, _conversation.Address, [pressed.Id]));
        return new { id, options = new[] { pressed.Id } };
    }

    private void Take(Input input)
    {
        var now = SystemClock.Instance.GetCurrentInstant();
        var result = Turn.Take(_conversation, input, ShippedContent.Pack, now);
        if (!result.Needs.IsEmpty)
        {
            result = Turn.Take(_conversation, input, ShippedContent.Pack, now, result.Needs.ToDictionary(id => id, id => _entries[id], StringComparer.Ordinal));
        }

        foreach (var entry in result.Kept)
        {
            _entries[entry.Id] = entry.Words;
        }

        _conversation = result.Conversation;
        foreach (var outgoing in result.Outgoing)
        {
            Hear(outgoing);
        }
    }

    private void Hear(Outgoing outgoing)
    {
        switch (outgoing)
        {
            case Reply reply:
                _said.Add((reply.Key, reply.Text));
                if (reply.Urgency == Urgency.Help)
                {
                    Helped.Add(reply.Text);
                }

                _buttons = reply.Options;
                break;
            case ReplyEdit edit when _said.FindLastIndex(one => one.Key == edit.Key) is >= 0 and var index:
                _said[index] = (edit.Key, edit.Text ?? _said[index].Text);
                _buttons = edit.Options;
                break;
            default:
                break;
        }
    }
}
