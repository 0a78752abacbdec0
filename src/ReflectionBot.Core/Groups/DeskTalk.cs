using System.Collections.Immutable;
using System.Globalization;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Groups;

/// <summary>What the talks of moderators have in common.</summary>
internal static class DeskTalk
{
    public const string Back = "~back";

    /// <summary>Asks, with a way back to the overview.</summary>
    public static void Ask(TurnContext turn, RoundPlan plan, string text, ImmutableArray<Option> options, bool takesText = false, string? draft = null)
    {
        turn.Ask(Desk.Rounds, plan.Subject, text, [.. options, new Option(Back, turn.Text("round.back"), OptionLook.Quiet)], takesText);
        if (draft is not null)
        {
            turn.Change(c => c with { Open = c.Open! with { Draft = new Draft(draft) } });
        }
    }

    public static int Number(string key) => int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>A theme of the library as people read it.</summary>
    public static string ThemeName(string theme) => CultureInfo.InvariantCulture.TextInfo.ToTitleCase(theme);

    public static IEnumerable<string> Themes(TurnContext turn) => turn.Pack.GroupPrompts.Select(prompt => prompt.Theme).Distinct(StringComparer.Ordinal);

    /// <summary>The group's language; that of whoever opens the first Round while there is no group yet.</summary>
    public static string LanguageOf(TurnContext turn) => turn.View?.Conversation is { Group: not null } group ? group.Language : turn.Conversation.Language;

    /// <summary>What may be recognisable or reach somebody in a text that a group will read, to be pointed out before; empty when nothing is seen.</summary>
    public static string Warning(TurnContext turn, string text)
    {
        var traits = Recognisable.Of(text);
        var lines = new List<string>();
        if (traits.HasFlag(Traits.Contact))
        {
            lines.Add(turn.Text("round.trait-contact"));
        }

        if (traits.HasFlag(Traits.Name))
        {
            lines.Add(turn.Text("round.trait-name", ("names", string.Join(", ", Recognisable.Names(text)))));
        }

        return lines.Count == 0 ? "" : turn.Text("round.point-out") + "\n" + string.Join('\n', lines.Select(line => "• " + line)) + "\n\n";
    }
}
