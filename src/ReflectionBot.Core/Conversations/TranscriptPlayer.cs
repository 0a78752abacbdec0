using System.Collections.Immutable;
using NodaTime;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Crisis;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Conversations;

/// <summary>What came of playing a transcript.</summary>
/// <param name="Fault">The first line that did not come out as written, with what came instead; null when all did.</param>
/// <param name="Spoken">The conversation as it really went, in the form of a transcript.</param>
public sealed record Performance(string? Fault, string Spoken);

/// <summary>Plays a transcript against the pure engine. State goes through its stored form between any two turns.</summary>
public sealed class TranscriptPlayer(Pack pack, Func<string, Screening> screen)
{
    private static readonly Address Stage = Address.Of("local", "transcript");

    private readonly Dictionary<string, string> _entries = [];
    private readonly List<string> _spoken = [];
    private readonly Queue<Reply> _unheard = new();
    private Conversation _conversation = new(Stage);
    private Instant _now = Instant.FromUtc(2026, 3, 2, 18, 0);
    private Reply? _last;
    private bool _cardInTurn;
    private bool _rehearsal;
    private int _inputs;

    public static Performance Play(Transcript transcript, Pack pack, Func<string, Screening> screen) =>
        new TranscriptPlayer(pack, screen).Play(transcript);

    /// <summary>Says and presses what the person does, whatever the bot answers: what an author looks at before writing the answers down.</summary>
    public static Performance Rehearse(Transcript transcript, Pack pack, Func<string, Screening> screen) =>
        new TranscriptPlayer(pack, screen) { _rehearsal = true }.Play(transcript);

    private Performance Play(Transcript transcript)
    {
        string? fault = null;
        try
        {
            SetUp(transcript);
            foreach (var line in transcript.Lines)
            {
                Perform(line, transcript.Name);
            }

            Hush(transcript.Name, transcript.Lines.IsEmpty ? 0 : transcript.Lines[^1].Number);
        }
        catch (FormatException failed)
        {
            fault = failed.Message;
        }

        return new Performance(fault, string.Join('\n', _spoken));
    }

    private void SetUp(Transcript transcript)
    {
        var setup = transcript.Setup;
        _conversation = _conversation with
        {
            Language = setup.GetValueOrDefault("language", "en"),
            Country = setup.GetValueOrDefault("country"),
            Consent = setup.GetValueOrDefault("consented") == "no" ? null : new Consent("1", _now),
        };
        if (setup.TryGetValue("flow", out var flow))
        {
            Take(new CommandInput(NextId(), Stage, Commands.Start, flow));
        }
    }

    private void Perform(TranscriptLine line, string name)
    {
        switch (line)
        {
            case PersonWrites writes:
                Hush(name, line.Number);
                _spoken.Add($"> {Escape(writes.Text)}");
                Take(new TextInput(NextId(), Stage, writes.Text) { Screening = screen(writes.Text) });
                break;
            case PersonPresses presses:
                Hush(name, line.Number);
                _spoken.Add(presses.Labels is [var only] ? $"> [{only}]" : $"> [{string.Join(" | ", presses.Labels[..^1])}] {presses.Labels[^1]}");
                Take(new OptionInput(NextId(), Stage, [.. presses.Labels.Select(label => OptionId(label, name, line.Number))]));
                break;
            case TimePasses passes:
                Hush(name, line.Number);
                Pass(passes.Span);
                break;
            case ExpectedReply or ExpectedButtons or ExpectedState when _rehearsal:
                break;
            case ExpectedReply expected:
                Expect(_unheard.TryDequeue(out var heard), name, line.Number, "another message", "silence");
                Expect(expected.Beginning ? heard!.Text.StartsWith(expected.Text, StringComparison.Ordinal) : heard!.Text == expected.Text, name, line.Number, expected.Text, heard.Text);
                break;
            case ExpectedButtons expected:
                var labels = _last?.Options.Select(o => o.Label).ToList() ?? [];
                var same = expected.AndOthers
                    ? labels.Count >= expected.Labels.Length && labels.Take(expected.Labels.Length).SequenceEqual(expected.Labels)
                    : labels.SequenceEqual(expected.Labels);
                Expect(same, name, line.Number, string.Join(" | ", expected.Labels), string.Join(" | ", labels));
                break;
            case ExpectedState expected:
                Expect(Holds(expected.What), name, line.Number, expected.What, $"kept {_conversation.Journal.Length}, {(_conversation.Run is null ? "ended" : "running")}, {(_cardInTurn ? "help" : "no help")}");
                break;
            default:
                break;
        }
    }

    private bool Holds(string what) => what switch
    {
        "help" => _cardInTurn,
        "no help" => !_cardInTurn,
        "ended" => _conversation.Run is null,
        "running" => _conversation.Run is not null,
        _ => what == $"kept {_conversation.Journal.Length}",
    };

    private void Pass(Duration span)
    {
        _spoken.Add($"~ {span.TotalMinutes}m");
        var until = _now + span;
        _cardInTurn = false;
        while (_conversation.WakesAt is { } due && due <= until)
        {
            _now = Instant.Max(_now, due);
            Take(WokenInput.For(Stage, due));
        }

        _now = until;
    }

    private void Take(Input input)
    {
        var result = Turn.Take(_conversation, input, pack, _now);
        if (!result.Needs.IsEmpty)
        {
            result = Turn.Take(_conversation, input, pack, _now, result.Needs.ToDictionary(id => id, id => _entries[id]));
        }

        foreach (var entry in result.Kept)
        {
            _entries[entry.Id] = entry.Words;
        }

        _conversation = ConversationJson.Read(ConversationJson.Write(result.Forget ? new Conversation(Stage) : result.Conversation));
        _cardInTurn = result.Outgoing.OfType<Reply>().Any(reply => reply.Kind == ReplyKind.Card);
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
                _unheard.Enqueue(reply);
                _last = reply;
                _spoken.Add($"< {Escape(reply.Text)}");
                if (!reply.Options.IsEmpty)
                {
                    _spoken.Add($"[ {string.Join(" | ", reply.Options.Select(o => o.Label))} ]");
                }

                break;
            case ReplyEdit edit when _last?.Key == edit.Key:
                _last = _last with { Text = edit.Text ?? _last.Text, Options = edit.Options };
                break;
            default:
                break;
        }
    }

    private string OptionId(string label, string name, int number) =>
        _last?.Options.FirstOrDefault(option => option.Label == label)?.Id
            ?? throw new FormatException($"{name}:{number}: there is no button '{label}'; there are: {string.Join(" | ", _last?.Options.Select(o => o.Label) ?? [])}.");

    private void Hush(string name, int number)
    {
        if (_rehearsal)
        {
            _unheard.Clear();
        }

        if (_unheard.TryPeek(out var unheard))
        {
            throw new FormatException($"{name}:{number}: before this line the bot also said: {Escape(unheard.Text)}");
        }
    }

    private static void Expect(bool holds, string name, int number, string expected, string actual)
    {
        if (!holds)
        {
            throw new FormatException($"{name}:{number}: expected: {Escape(expected)}\n     but: {Escape(actual)}");
        }
    }

    private string NextId() => $"transcript/{++_inputs}";

    private static string Escape(string text) => text.Replace("\n", "\\n", StringComparison.Ordinal);
}
