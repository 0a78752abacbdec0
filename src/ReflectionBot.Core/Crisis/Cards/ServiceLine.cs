using ReflectionBot.Core.Crisis.Directory;

namespace ReflectionBot.Core.Crisis.Cards;

/// <summary>Says how to reach a service: silent ways first where speaking may be unsafe.</summary>
internal static class ServiceLine
{
    /// <param name="texts">The language.</param>
    /// <param name="service">Whom to reach.</param>
    /// <param name="silentFirst">Writing before speaking.</param>
    /// <param name="ways">Most ways that are named.</param>
    /// <param name="hours">Say when somebody answers.</param>
    /// <param name="audience">Say for whom it is.</param>
    public static string Short(CardTexts texts, HelpService service, bool silentFirst, int ways, bool hours, bool audience)
    {
        var whom = !audience || service.For is null or "everyone" ? "" : $" ({texts.Text($"for.{service.For}")})";
        var open = hours && service.Hours is { } when ? $", {Hours(texts, when)}" : "";
        return $"• {service.Name}{whom}: {Ways(texts, service, silentFirst, ways)}{open}";
    }

    /// <summary>Everything known about the service.</summary>
    public static string Full(CardTexts texts, HelpService service, bool silentFirst)
    {
        var facts = new List<string> { Ways(texts, service, silentFirst, int.MaxValue) };
        if (service.Web is { } web && web != service.Chat)
        {
            facts.Add(texts.Text("ways.web", ("site", web)));
        }

        if (service.Hours is { } when)
        {
            facts.Add(Hours(texts, when));
        }

        if (service.Ages is { } ages)
        {
            facts.Add(ages.From == 0
                ? texts.Text("ages-up-to", ("to", $"{ages.To}"))
                : texts.Text("ages", ("from", $"{ages.From}"), ("to", $"{ages.To}")));
        }

        if (service.LanguageCount is { } count)
        {
            facts.Add(texts.Text("languages-count", ("count", $"{count}")));
        }
        else if (service.Languages.Length > 1)
        {
            facts.Add(texts.Text("languages", ("codes", string.Join(", ", service.Languages))));
        }

        if (service.Trace is { } trace)
        {
            facts.Add(texts.Text($"trace.{trace}"));
        }

        var audience = service.For is null ? "" : $" ({texts.Text($"for.{service.For}")})";
        return $"• {service.Name}{audience}: {string.Join("; ", facts)}";
    }

    public static string Ways(CardTexts texts, HelpService service, bool silentFirst, int ways)
    {
        var all = new List<string>();
        if (service.Sms is { Word: null } same && same.To == service.Phone)
        {
            all.Add(texts.Text(silentFirst ? "ways.text-or-call" : "ways.call-or-text", ("number", same.To)));
        }
        else
        {
            if (service.Sms is { } sms)
            {
                all.Add(sms.Word is { } word ? texts.Text("ways.text-word", ("word", word), ("number", sms.To)) : texts.Text("ways.text", ("number", sms.To)));
            }

            if (service.Phone is { } phone)
            {
                all.Insert(silentFirst ? all.Count : 0, texts.Text("ways.call", ("number", phone)));
            }
        }

        if (service.WhatsApp is { } whatsApp)
        {
            all.Insert(silentFirst ? 0 : all.Count, texts.Text("ways.whatsapp", ("number", whatsApp)));
        }

        if (service.Chat is { } chat)
        {
            all.Insert(silentFirst ? 0 : all.Count, texts.Text("ways.chat", ("site", chat)));
        }

        return Shortened(all, ways, silentFirst) switch
        {
            [var only] => only,
            [.. var some, var last] => texts.Text("ways.or", ("one", string.Join(", ", some)), ("other", last)),
            _ => "",
        };
    }

    /// <summary>With two ways named, one of them is silent and one is spoken where both are there.</summary>
    private static List<string> Shortened(List<string> all, int ways, bool silentFirst) =>
        all.Count <= ways ? all
        : ways == 1 || !silentFirst ? all[..ways]
        : [.. all[..(ways - 1)], all[^1]];

    private static string Hours(CardTexts texts, string hours) =>
        hours.Contains('/', StringComparison.Ordinal)
            ? hours
            : string.Join(' ', hours.Split(' ').Select(part => char.IsAsciiLetter(part[0]) ? string.Join('-', part.Split('-').Select(day => texts.Text($"days.{day}"))) : part));
}
