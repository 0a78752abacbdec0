using System.Collections.Immutable;
using System.Globalization;
using NodaTime;
using NodaTime.Text;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Nudges;

/// <summary>Quiet hours, unsafe hours, tender dates.</summary>
internal static class NudgeHoursTurn
{
    private const string Menu = "";
    private const string Quiet = "quiet";
    private const string Unsafe = "unsafe";
    private const string Tender = "tender";
    private const string Clear = "clear";

    private static readonly ImmutableArray<LocalDatePattern> Dates =
        [.. new[] { "yyyy-MM-dd", "d MMMM", "d MMM", "MMMM d", "MMM d", "d.M.", "d/M" }.Select(p => LocalDatePattern.CreateWithInvariantCulture(p).WithTemplateValue(new LocalDate(2024, 1, 1)))];

    public static void Show(TurnContext turn)
    {
        var preferences = turn.Conversation.NudgePreferences;
        turn.Ask(
            Desk.NudgeHours,
            Menu,
            turn.Text(
                "nudge.hours-text",
                ("quiet", NudgeText.Span(preferences.Quiet)),
                ("unsafe", preferences.Unsafe.IsEmpty ? turn.Text("settings.unset") : string.Join(", ", preferences.Unsafe.Select(NudgeText.Span))),
                ("tender", preferences.Tender.IsEmpty ? turn.Text("settings.unset") : string.Join(", ", preferences.Tender.Select(d => AnnualDatePattern.Iso.Format(d))))),
            [
                new Option(Quiet, turn.Text("nudge.hours-quiet")),
                new Option(Unsafe, turn.Text("nudge.hours-unsafe")),
                new Option(Tender, turn.Text("nudge.hours-tender")),
                turn.CommandOption(Commands.Reminders, OptionLook.Quiet),
            ]);
    }

    public static void Chose(TurnContext turn, Question open, string key)
    {
        if (open.Subject == Menu)
        {
            turn.Ask(
                Desk.NudgeHours,
                key,
                turn.Text($"nudge.ask-{key}"),
                [.. key == Quiet ? ImmutableArray<Option>.Empty : [new Option(Clear, turn.Text("nudge.hours-clear"))], new Option("back", turn.Text("button.cancel"), OptionLook.Quiet)],
                takesText: true);
            return;
        }

        if (key == Clear)
        {
            Change(turn, p => open.Subject == Unsafe ? p with { Unsafe = [] } : p with { Tender = [] });
            return;
        }

        Show(turn);
    }

    public static void Wrote(TurnContext turn, Question open, string text)
    {
        switch (open.Subject)
        {
            case Quiet when TimeWords.TryParseSpan(text, out var hours):
                Change(turn, p => p with { Quiet = hours });
                break;
            case Unsafe when TimeWords.TryParseSpan(text, out var hours) && turn.Conversation.NudgePreferences.Unsafe.Length < NudgePreferences.MaxUnsafeHours:
                Change(turn, p => p with { Unsafe = p.Unsafe.Add(hours) });
                break;
            case Tender when DateOf(turn, text) is { } date && turn.Conversation.NudgePreferences.Tender.Length < NudgePreferences.MaxTenderDates:
                Change(turn, p => p with { Tender = p.Tender.Add(date) });
                break;
            default:
                turn.SayMessage(open.Subject == Tender ? "nudge.date-unclear" : "nudge.span-unclear");
                if (open.Subject == Menu)
                {
                    Show(turn);
                }
                else
                {
                    Chose(turn, open with { Subject = Menu }, open.Subject);
                }

                break;
        }
    }

    private static AnnualDate? DateOf(TurnContext turn, string text)
    {
        var culture = CultureInfo.GetCultureInfo(turn.Conversation.Language);
        foreach (var pattern in Dates.SelectMany(p => new[] { p, p.WithCulture(culture) }))
        {
            if (pattern.Parse(text.Trim().ToLower(culture)) is { Success: true } lower)
            {
                return new AnnualDate(lower.Value.Month, lower.Value.Day);
            }
        }

        return null;
    }

    private static void Change(TurnContext turn, Func<NudgePreferences, NudgePreferences> change)
    {
        turn.Change(c => c with { NudgePreferences = change(c.NudgePreferences) });
        turn.SayMessage("nudge.hours-set");
        Show(turn);
    }
}
