using System.Text;
using NodaTime.Text;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Conversations;

/// <summary>Erasing everything, and taking everything along.</summary>
internal static class ForgetTurn
{
    private const string Erase = "erase";
    private const string Leave = "leave";

    public static void Ask(TurnContext turn) =>
        turn.Ask(
            Desk.Forget,
            "",
            turn.Text("forget.ask"),
            [new Option(Erase, turn.Text("forget.erase")), new Option(Leave, turn.Text("forget.leave"), OptionLook.Quiet)]);

    public static void Chose(TurnContext turn, string key)
    {
        if (key == Erase)
        {
            turn.Change(c => new Conversation(c.Address) { Language = c.Language });
            turn.Forget();
            turn.Send(new ReplyRemoval([]));
            turn.SayMessage("forget.done");
            turn.SayOfPlatform("forgotten");
            return;
        }

        turn.SayMessage("forget.left");
    }

    public static void Export(TurnContext turn)
    {
        var conversation = turn.Conversation;
        var text = new StringBuilder();
        foreach (var note in conversation.Journal)
        {
            text.Append(InstantPattern.General.Format(note.KeptAt)).Append("  ").AppendLine(note.Title);
            text.AppendLine(turn.Recall(note.Id) ?? "").AppendLine();
        }

        var settings = turn.Text(
            "export.settings",
            ("language", turn.Messages.Name),
            ("country", conversation.Country ?? "–"),
            ("consent", conversation.Consent is { } consent ? InstantPattern.General.Format(consent.At) : "–"),
            ("entries", $"{conversation.Journal.Length}"));
        turn.Send(new Reply(turn.Text("export.done", ("entries", $"{conversation.Journal.Length}")))
        {
            Kind = ReplyKind.Notice,
            Document = new Document("reflections.txt", "text/plain", settings + "\n\n" + text),
        });
    }
}
