using ReflectionBot.Core.Crisis.Directory;

namespace ReflectionBot.Core.Crisis.Cards;

/// <summary>Names the emergency number that fits, and the way to call without speaking.</summary>
internal static class EmergencyLine
{
    /// <summary>The first words of a tier 3 Card.</summary>
    public static string First(CardTexts texts, EmergencyNumber? emergency, CardSubject subject) =>
        emergency is null
            ? texts.Text("emergency.first-unknown")
            : texts.Text("emergency.first", ("number", Number(texts, emergency, subject))) + Silent(texts, emergency);

    /// <summary>Below the services of a tier 2 Card.</summary>
    public static string Later(CardTexts texts, EmergencyNumber? emergency, CardSubject subject) =>
        emergency is null
            ? texts.Text("emergency.later-unknown")
            : texts.Text("emergency.later", ("number", Number(texts, emergency, subject))) + (subject.IsSelfHarm && !subject.IsViolence ? "" : Silent(texts, emergency));

    /// <summary>An ambulance for a body in danger, the police against a person, both where both may be needed.</summary>
    public static string Number(CardTexts texts, EmergencyNumber emergency, CardSubject subject)
    {
        if (emergency.All is { } all)
        {
            return texts.Text("emergency.all", ("number", all));
        }

        var police = emergency.Police is { } p ? texts.Text("emergency.police", ("number", p)) : null;
        var ambulance = emergency.Ambulance is { } a ? texts.Text("emergency.ambulance", ("number", a)) : null;
        return (police, ambulance, subject.IsSelfHarm, subject.IsViolence) switch
        {
            ({ } only, null, _, _) => only,
            (null, { } only, _, _) => only,
            ({ }, { } care, true, false) => care,
            ({ } guard, { }, false, true) => guard,
            ({ } guard, { } care, _, _) => texts.Text("emergency.both", ("one", guard), ("other", care)),
            _ => "",
        };
    }

    private static string Silent(CardTexts texts, EmergencyNumber emergency) => emergency switch
    {
        { Silent: { } way } => " " + texts.Text($"emergency.silent.{way}"),
        { Text: { } number } => " " + texts.Text("emergency.silent.text", ("number", number)),
        _ => "",
    };
}
