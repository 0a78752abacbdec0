using System.Globalization;
using NodaTime.Text;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Conversations;

/// <summary>Reading and deleting what was kept.</summary>
internal static class JournalTurn
{
    private const int PageSize = 8;
    private const string More = "~more";
    private const string Delete = "delete";
    private const string Close = "close";
    private static readonly LocalDatePattern Day = LocalDatePattern.CreateWithInvariantCulture("yyyy-MM-dd");

    public static void List(TurnContext turn, int page)
    {
        var journal = turn.Conversation.Journal;
        if (journal.IsEmpty)
        {
            turn.SayMessage("journal.empty");
            turn.SayWith(Commands.Reflect, Commands.Help);
            return;
        }

        var options = journal.Reverse()
            .Skip(page * PageSize)
            .Take(PageSize)
            .Select(note => new Option(note.Id, $"{Day.Format(note.KeptAt.InUtc().Date)} {note.Title}"))
            .ToList();
        if ((page + 1) * PageSize < journal.Length)
        {
            options.Add(new Option($"{More}{page + 1}", turn.Text("button.more"), OptionLook.Quiet));
        }

        options.Add(turn.CommandOption(Commands.Export, OptionLook.Quiet));
        turn.Ask(Desk.Journal, "", turn.Text("journal.list", ("entries", $"{journal.Length}")), [.. options]);
    }

    /// <summary>Makes an Entry, unless the journal is full.</summary>
    public static void Keep(TurnContext turn, string flowId, string title, string words)
    {
        if (turn.Conversation.Journal.Length >= Conversation.MaxEntries)
        {
            turn.SayMessage("journal.full", ("max", $"{Conversation.MaxEntries}"));
            return;
        }

        var id = $"e{turn.Conversation.LastEntry + 1}";
        turn.Keep(new Entry(id, turn.Now, words));
        turn.Change(c => c with { LastEntry = c.LastEntry + 1, Journal = c.Journal.Add(new EntryNote(id, flowId, title, turn.Now)) });
        turn.SayMessage("keep.kept");
    }

    public static void Chose(TurnContext turn, Question open, string key)
    {
        if (key.StartsWith(More, StringComparison.Ordinal))
        {
            List(turn, int.TryParse(key.AsSpan(More.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var page) ? page : 0);
            return;
        }

        if (turn.Conversation.Journal.FirstOrDefault(note => note.Id == key) is not { } entry)
        {
            List(turn, 0);
            return;
        }

        if (turn.Recall(entry.Id) is not { } words)
        {
            return;
        }

        turn.Say($"{entry.Title}, {Day.Format(entry.KeptAt.InUtc().Date)}\n\n{words}");
        turn.Flush();
        turn.Ask(
            Desk.Entry,
            entry.Id,
            turn.Text("journal.entry"),
            [new Option(Delete, turn.Text("journal.delete")), new Option(Close, turn.Text("journal.close"), OptionLook.Quiet)]);
    }

    public static void ChoseEntry(TurnContext turn, Question open, string key)
    {
        if (key == Delete)
        {
            turn.Change(c => c with { Journal = c.Journal.RemoveAll(note => note.Id == open.Subject) });
            turn.Drop(open.Subject);
            turn.SayMessage("journal.deleted");
            return;
        }

        List(turn, 0);
    }
}
