using System.Runtime.InteropServices;

namespace ReflectionBot.Core.Crisis.Screen;

/// <summary>Collects the frames that matched, of all languages and views, and unites them into one <see cref="Screening"/>.</summary>
internal sealed class Findings
{
    private readonly Dictionary<Frame, Found> _found = new(ReferenceEqualityComparer.Instance);

    public void Add(string language, int order, Frame frame, Tier tier)
    {
        if (tier == Tier.None)
        {
            return;
        }

        ref var found = ref CollectionsMarshal.GetValueRefOrAddDefault(_found, frame, out _);
        if (found.Tier < tier)
        {
            found = new Found(language, order, frame, tier);
        }
    }

    public Screening Unite(bool faulted)
    {
        if (_found.Count == 0)
        {
            return faulted ? Screening.Faulted : Screening.Clear;
        }

        var found = _found.Values.OrderBy(f => f.Language, StringComparer.Ordinal).ThenBy(f => f.Order).ToArray();
        var highest = found.Max(f => f.Tier);
        var rules = found.Select(f => f.Frame.Id);
        return new Screening(highest, found.Aggregate(CrisisKinds.None, (all, f) => all | f.Frame.Kinds), [.. faulted ? rules.Append("fault") : rules])
        {
            ThirdPerson = found.Any(f => f.Frame.ThirdPerson),
            Monitored = found.Any(f => f.Frame.Monitored),
            Minor = found.Any(f => f.Frame.Minor),
            Perpetrator = found.Any(f => f.Frame.Perpetrator),
            Outright = found.Any(f => f.Frame.Outright && f.Tier >= f.Frame.Tier),
            Language = found.First(f => f.Tier == highest).Language,
        };
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Found(string Language, int Order, Frame Frame, Tier Tier);
}
