using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Crisis;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Tests.Conversations;

/// <summary>What somebody may do next, before it is known which buttons there will be.</summary>
public sealed record Move(int Kind, int Pick, string Text, int Minutes);

/// <summary>Conversations of every kind: written, pressed, old and forged buttons, rubbish, silence, alarm.</summary>
internal static class AnyConversation
{
    public static readonly Address Address = Address.Of("local", "anyone");

    private static readonly string[] Words =
    [
        .. Commands.All, .. Commands.All.Select(c => "/" + c), "1", "2", "yes", "no", "done", "Skip", "8:30", "Berlin", "22-7", "14 February",
        "I feel far away from him", "/start a8-right-now", "/start nowhere", "/", "/nonsense", "ayuda", "  ", "\0", "\u200b", "💬", "\ud800", "مرحبا", new('x', 5000), "<b>&amp;</b>", "blue curtain",
    ];

    public static readonly Arbitrary<Move[]> Moves =
        (from kind in Gen.Choose(0, 11)
         from pick in Gen.Choose(0, 40)
         from word in Gen.OneOf(Gen.Elements(Words), ArbMap.Default.GeneratorFor<NonNull<string>>().Select(s => s.Get))
         from minutes in Gen.Frequency((6, Gen.Choose(0, 5)), (2, Gen.Choose(5, 60)), (1, Gen.Choose(60, 6000)))
         select new Move(kind, pick, word, minutes)).ArrayOf().Resize(60).ToArbitrary(TinyMoves);

    private static Arbitrary<Move[]> ToArbitrary(this Gen<Move[]> gen, Func<Move[], IEnumerable<Move[]>> shrink) => Arb.From(gen, shrink);

    /// <summary>Shrinks by leaving moves out.</summary>
    private static IEnumerable<Move[]> TinyMoves(Move[] moves) =>
        Enumerable.Range(0, moves.Length).Select(i => moves.Where((_, at) => at != i).ToArray());

    public static Input InputOf(Move move, Conversation conversation, int number, IReadOnlyList<Option> buttons)
    {
        var id = $"any/{number}";
        return move.Kind switch
        {
            <= 3 when buttons.Count > 0 => new OptionInput(id, Address, [buttons[move.Pick % buttons.Count].Id]),
            4 when buttons.Count > 1 => new OptionInput(id, Address, [.. buttons.Take(move.Pick % buttons.Count).Select(b => b.Id), buttons[move.Pick % buttons.Count].Id]),
            5 => new OptionInput(id, Address, [move.Text]),
            6 => new OptionInput(id, Address, [$"{move.Pick}.{move.Text}", $"{conversation.LastQuestion}.~done"]),
            7 => new MediaInput(id, Address, move.Text),
            8 => WokenInput.For(Address, Instant.FromUnixTimeSeconds(move.Pick)),
            9 => new CommandInput(id, Address, Commands.All[move.Pick % Commands.All.Length], move.Text),
            10 => new TextInput(id, Address, move.Text, Edited: true) { Screening = ScreeningOf(move) },
            11 => new TextInput(id, Address, move.Text) { Screening = ScreeningOf(move) },
            _ => new TextInput(id, Address, move.Text) { ClientLanguage = move.Pick % 2 == 0 ? "es-MX" : null },
        };
    }

    public static TurnResult Take(Conversation conversation, Input input, Instant now, IReadOnlyDictionary<string, string> entries)
    {
        var result = Turn.Take(conversation, input, ShippedContent.Pack, now);
        return result.Needs.IsEmpty
            ? result
            : Turn.Take(conversation, input, ShippedContent.Pack, now, result.Needs.ToDictionary(id => id, id => entries.GetValueOrDefault(id, "")));
    }

    private static Screening ScreeningOf(Move move) => new((Tier)(move.Pick % 4), (CrisisKinds)(move.Pick * 37 % 1024), ["any"])
    {
        Monitored = move.Pick % 7 == 0,
        ThirdPerson = move.Pick % 5 == 0,
        Perpetrator = move.Pick % 11 == 0,
        Minor = move.Pick % 13 == 0,
        Language = move.Pick % 2 == 0 ? "es" : null,
    };
}
