using System.Collections.Immutable;
using System.Text;
using ReflectionBot.Adapters.Telegram.Wire;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Adapters.Telegram;

/// <summary>Options as an inline keyboard: rows as wide as a phone, ticks on rows of their own, quiet ones last.</summary>
internal static class TelegramKeyboard
{
    /// <summary>Telegram's limit for what a button sends back, in bytes.</summary>
    public const int MaxData = 64;

    /// <summary>What a button sends back that does nothing. No option has this id.</summary>
    public const string Inert = ".";

    /// <summary>The longest label of a button that shows what was chosen; apps cut longer ones off anyway.</summary>
    private const int MaxChosen = 60;

    /// <summary>About what fits on a narrow phone, in UTF-16 units.</summary>
    private const int RowWidth = 30;

    /// <summary>What the frame of a button takes of <see cref="RowWidth"/>.</summary>
    private const int ButtonFrame = 4;

    private const int MaxInRow = 4;

    /// <returns>Null without options.</returns>
    /// <param name="options">The options.</param>
    /// <param name="plain">Without any colour, as on a Card.</param>
    /// <param name="payload">What leads into the private chat instead of being pressed here, by option id; null for nothing.</param>
    /// <param name="username">The bot's, for such a way.</param>
    public static InlineKeyboardMarkup? Of(ImmutableArray<Option> options, bool plain = false, Func<string, string?>? payload = null, string? username = null)
    {
        if (options.IsEmpty)
        {
            return null;
        }

        var rows = new List<IReadOnlyList<InlineKeyboardButton>>();
        var row = new List<InlineKeyboardButton>();
        var width = 0;
        Option? before = null;
        foreach (var option in options)
        {
            var label = Label(option);
            var wide = label.Length + ButtonFrame;
            var alone = IsTick(option) || (before is not null && (IsTick(before) || Quiet(option) != Quiet(before)));
            if (row.Count > 0 && (alone || width + wide > RowWidth || row.Count == MaxInRow))
            {
                rows.Add(row);
                row = [];
                width = 0;
            }

            var way = username is null ? null : payload?.Invoke(option.Id);
            row.Add(new InlineKeyboardButton(label)
            {
                CallbackData = way is null ? option.Id : null,
                Url = way is null ? null : DeepLinks.Url(username!, way),
                Style = !plain && option.Look == OptionLook.Primary ? "primary" : null,
            });
            width += wide;
            before = option;
        }

        rows.Add(row);
        return new InlineKeyboardMarkup(rows);
    }

    /// <summary>The same with one button more on a row of its own.</summary>
    public static InlineKeyboardMarkup? With(InlineKeyboardMarkup? keyboard, InlineKeyboardButton? last) =>
        last is null ? keyboard : new InlineKeyboardMarkup([.. keyboard?.InlineKeyboard ?? [], [last]]);

    /// <summary>One button that shows what was chosen and does nothing.</summary>
    /// <returns>Null when there is nothing to show.</returns>
    public static InlineKeyboardMarkup? OfChosen(string? chosen) => string.IsNullOrWhiteSpace(chosen)
        ? null
        : new InlineKeyboardMarkup([[new InlineKeyboardButton($"✓ {Cut(chosen)}") { CallbackData = Inert }]]);

    public static bool Fits(ImmutableArray<Option> options) => options.All(option => Encoding.UTF8.GetByteCount(option.Id) is >= 1 and <= MaxData);

    private static string Cut(string text)
    {
        if (text.Length <= MaxChosen)
        {
            return text;
        }

        var end = char.IsHighSurrogate(text[MaxChosen - 2]) ? MaxChosen - 2 : MaxChosen - 1;
        return string.Concat(text.AsSpan(0, end).TrimEnd(), "…");
    }

    private static string Label(Option option) => option.Look switch
    {
        OptionLook.Picked => $"☑ {option.Label}",
        OptionLook.Unpicked => $"☐ {option.Label}",
        _ => option.Label.Length == 0 ? "…" : option.Label,
    };

    private static bool IsTick(Option option) => option.Look is OptionLook.Picked or OptionLook.Unpicked;

    private static bool Quiet(Option option) => option.Look == OptionLook.Quiet;
}
