using System.Text;
using System.Text.Json;

namespace ReflectionBot.Tests.Discord.Loopback;

/// <summary>A message of the bot as a person sees it.</summary>
internal sealed class LoopbackMessage
{
    public required string Id { get; init; }

    public required string Channel { get; init; }

    /// <summary>Who said it: the bot, unless a test says otherwise.</summary>
    public string Author { get; init; } = LoopbackDiscord.Application;

    /// <summary>As sent, with its backslashes.</summary>
    public required string Content { get; set; }

    /// <summary>As it shows.</summary>
    public string Text => Shown(Content);

    public IReadOnlyList<LoopbackComponent> Components { get; set; } = [];

    /// <summary>Labels of buttons and of a list's entries, in their order.</summary>
    public IEnumerable<string> Labels => Components.SelectMany(component => component.Choices.Count > 0 ? component.Choices.Select(choice => choice.Label) : [component.Label]);

    public int Flags { get; init; }

    public bool Ephemeral => (Flags & 64) != 0;

    public bool Silent => (Flags & 4096) != 0;

    public string? Nonce { get; init; }

    public string? FileName { get; init; }

    public string? FileText { get; init; }

    public bool Deleted { get; set; }

    public int Edits { get; set; }

    public LoopbackComponent Component(string label) =>
        Components.First(component => component.Label == label || component.Choices.Any(choice => choice.Label == label));

    /// <summary>Backslashes before marks do not show; addresses are left alone.</summary>
    public static string Shown(string content)
    {
        if (content.Length == 0)
        {
            return "";
        }

        var shown = new StringBuilder(content.Length);
        var escaped = false;
        foreach (var (c, next) in content.Zip(content[1..] + ' '))
        {
            escaped = c == '\\' && !escaped && !char.IsLetterOrDigit(next) && !char.IsWhiteSpace(next);
            if (!escaped)
            {
                shown.Append(c);
            }
        }

        return shown.ToString();
    }

    public static IReadOnlyList<LoopbackComponent> ComponentsOf(JsonElement body) =>
        body.TryGetProperty("components", out var rows)
            ? [.. rows.EnumerateArray().SelectMany(row => row.GetProperty("components").EnumerateArray()).Select(LoopbackComponent.Of)]
            : [];

    public object AsJson() => new
    {
        id = Id,
        channel_id = Channel,
        type = 0,
        content = Content,
        author = new { id = Author, username = "somebody", bot = Author == LoopbackDiscord.Application },
        flags = Flags,
        components = new[] { new { type = 1, components = Components.Select(component => new { type = component.Choices.Count > 0 ? 3 : 2, custom_id = component.CustomId }) } }.Where(_ => Components.Count > 0),
    };
}

/// <summary>A button, or a list to choose from.</summary>
internal sealed record LoopbackComponent(string CustomId, string Label, string? Url, IReadOnlyList<LoopbackChoice> Choices, int MaxValues)
{
    public static LoopbackComponent Of(JsonElement item) => new(
        item.TryGetProperty("custom_id", out var id) ? id.GetString()! : "",
        item.TryGetProperty("label", out var label) ? label.GetString()! : "",
        item.TryGetProperty("url", out var url) ? url.GetString() : null,
        item.TryGetProperty("options", out var options) ? [.. options.EnumerateArray().Select(option => new LoopbackChoice(option.GetProperty("label").GetString()!, option.GetProperty("value").GetString()!))] : [],
        item.TryGetProperty("max_values", out var most) ? most.GetInt32() : 1);
}

internal sealed record LoopbackChoice(string Label, string Value);
