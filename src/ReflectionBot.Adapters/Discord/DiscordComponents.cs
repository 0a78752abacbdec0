using System.Collections.Immutable;
using ReflectionBot.Adapters.Discord.Wire;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Adapters.Discord;

/// <summary>Options as rows of buttons; many of equal rank, and ticks, as a list to choose from.</summary>
internal static class DiscordComponents
{
    public const int MaxRows = 5;
    public const int MaxInRow = 5;
    public const int MaxCustomId = 100;
    private const int MaxLabel = 80;

    /// <summary>More options of equal rank than this are a list; on a Card never, where a finger must find its way at once.</summary>
    public const int MostAsButtons = 8;

    /// <summary>About what fits on a narrow phone, in UTF-16 units.</summary>
    private const int RowWidth = 34;

    private const int ButtonFrame = 4;

    /// <param name="options">The options.</param>
    /// <param name="pickSeveral">Ticks become one list that is sent at once, and "done" goes with it.</param>
    /// <param name="mark">Goes into every custom id, see <see cref="CustomIds"/>.</param>
    /// <param name="plain">Without colour and lists, as on a Card.</param>
    /// <param name="more">Buttons of the adapter's own, set where room is left.</param>
    public static IReadOnlyList<ActionRow> Of(ImmutableArray<Option> options, bool pickSeveral, string mark, bool plain = false, params ReadOnlySpan<Button> more)
    {
        var rows = new List<ActionRow>(MaxRows);
        var buttons = options;
        if (pickSeveral && options.Any(IsTick))
        {
            var done = options.FirstOrDefault(option => option.Look == OptionLook.Primary);
            rows.Add(Row(List(options.RemoveAll(option => !IsTick(option)), CustomIds.Pick(done?.Id ?? "", mark), several: true)));
            buttons = options.RemoveAll(IsTick);
        }
        else if (!plain && options.Count(option => option.Look != OptionLook.Quiet) > MostAsButtons)
        {
            rows.Add(Row(List(options.RemoveAll(option => option.Look == OptionLook.Quiet), CustomIds.Choose(mark), several: false)));
            buttons = options.RemoveAll(option => option.Look != OptionLook.Quiet);
        }

        var waiting = new List<(Button Button, bool Quiet)>(buttons.Length + more.Length);
        foreach (var option in buttons)
        {
            waiting.Add((new Button(Style(option, plain), Cut(option.Label.Length == 0 ? "…" : option.Label, MaxLabel)) { CustomId = CustomIds.Press(option.Id, mark) }, option.Look == OptionLook.Quiet));
        }

        foreach (var button in more)
        {
            waiting.Add((button, true));
        }

        Place(rows, waiting);
        return rows;
    }

    /// <summary>Rows as wide as a phone while there is room for that; then as full as Discord allows. What has no room, the adapter's own buttons, is left out.</summary>
    private static void Place(List<ActionRow> rows, List<(Button Button, bool Quiet)> buttons)
    {
        var row = new List<Component>(MaxInRow);
        var width = 0;
        for (var i = 0; i < buttons.Count && rows.Count < MaxRows; i++)
        {
            var (button, quiet) = buttons[i];
            var wide = button.Label.Length + ButtonFrame;
            var isRoomBehind = buttons.Count - i <= (MaxRows - rows.Count - 1) * MaxInRow;
            if (row.Count == MaxInRow || (row.Count > 0 && isRoomBehind && (width + wide > RowWidth || quiet != buttons[i - 1].Quiet)))
            {
                rows.Add(new ActionRow(row));
                row = new List<Component>(MaxInRow);
                width = 0;
            }

            row.Add(button);
            width += wide;
        }

        if (row.Count > 0 && rows.Count < MaxRows)
        {
            rows.Add(new ActionRow(row));
        }
    }

    /// <summary>All options have room, and every custom id is short enough.</summary>
    public static bool Fits(ImmutableArray<Option> options) =>
        options.Length <= Reply.MaxOptions && options.All(option => option.Id is { Length: >= 1 and <= CustomIds.MaxOption } && !option.Id.AsSpan().ContainsAnyExceptInRange('!', '~'));

    private static ActionRow Row(Component component) => new([component]);

    private static StringSelect List(ImmutableArray<Option> options, string customId, bool several) =>
        new(customId, [.. options.Select(option => new SelectOption(Cut(option.Label.Length == 0 ? "…" : option.Label, 100), option.Id) { Default = option.Look == OptionLook.Picked ? true : null })], 1, several ? options.Length : 1);

    private static int Style(Option option, bool plain) => !plain && option.Look == OptionLook.Primary ? Button.Primary : Button.Secondary;

    private static bool IsTick(Option option) => option.Look is OptionLook.Picked or OptionLook.Unpicked;

    /// <summary>Short enough for a button.</summary>
    public static string Shortened(string label) => Cut(label.ReplaceLineEndings(" "), MaxLabel);

    private static string Cut(string text, int max)
    {
        if (text.Length <= max)
        {
            return text;
        }

        var end = char.IsHighSurrogate(text[max - 2]) ? max - 2 : max - 1;
        return string.Concat(text.AsSpan(0, end).TrimEnd(), "…");
    }
}
