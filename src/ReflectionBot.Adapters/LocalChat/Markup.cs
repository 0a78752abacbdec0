using System.Globalization;
using System.Net;

namespace ReflectionBot.Adapters.LocalChat;

/// <summary>A piece of HTML. What is put into one is escaped, unless it is a piece of HTML itself.</summary>
internal readonly record struct Markup(string Html)
{
    public static readonly Markup Nothing = new("");

    public static Markup Of(FormattableString template) =>
        new(string.Format(CultureInfo.InvariantCulture, template.Format, [.. template.GetArguments().Select(Escape)]));

    public static Markup Join(IEnumerable<Markup> pieces) => new(string.Concat(pieces.Select(piece => piece.Html)));

    private static string Escape(object? value) => value switch
    {
        Markup markup => markup.Html,
        IEnumerable<Markup> markups => Join(markups).Html,
        _ => WebUtility.HtmlEncode(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""),
    };
}
