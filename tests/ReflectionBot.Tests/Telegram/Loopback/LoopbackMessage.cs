using System.Text.Json;

namespace ReflectionBot.Tests.Telegram.Loopback;

/// <summary>A message of the bot as a person sees it.</summary>
internal sealed class LoopbackMessage
{
    public required int Id { get; init; }

    public required string Text { get; set; }

    public IReadOnlyList<IReadOnlyList<LoopbackButton>> Rows { get; set; } = [];

    public IEnumerable<LoopbackButton> Buttons => Rows.SelectMany(row => row);

    public bool Silent { get; init; }

    public bool Protected { get; init; }

    public bool PreviewOff { get; init; }

    /// <summary>A forum topic.</summary>
    public int? Topic { get; init; }

    public string? FileName { get; init; }

    public string? FileText { get; init; }

    /// <summary>Sent more than 48 hours ago: it cannot be deleted any more.</summary>
    public bool Old { get; set; }

    public bool Deleted { get; set; }

    public int Edits { get; set; }

    public static IReadOnlyList<IReadOnlyList<LoopbackButton>> RowsOf(JsonElement parameters) =>
        parameters.TryGetProperty("reply_markup", out var markup) && markup.TryGetProperty("inline_keyboard", out var rows)
            ? [.. rows.EnumerateArray().Select(row => (IReadOnlyList<LoopbackButton>)[.. row.EnumerateArray().Select(button => new LoopbackButton(
                button.GetProperty("text").GetString()!,
                button.TryGetProperty("callback_data", out var data) ? data.GetString() : null,
                button.TryGetProperty("url", out var url) ? url.GetString() : null))])]
            : [];
}

internal sealed record LoopbackButton(string Label, string? Data, string? Url);
