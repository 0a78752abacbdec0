namespace ReflectionBot.Core.Crisis.Screen;

/// <summary>Collects the frames that matched, of all languages and views, and unites them into one <see cref="Screening"/>.</summary>
internal sealed class Findings
{
    private readonly SortedDictionary<(string Language, int Order), (Frame Frame, Tier Tier)> _found = [];

    public void Add(string language, int order, Frame frame, Tier tier)
    {
        if (tier == Tier.None)
        {
            return;
        }

        if (!_found.TryGetValue((language, order), out var before) || before.Tier < tier)
        {
            _found[(language, order)] = (frame, tier);
        }
    }

    public Screening Unite(bool faulted)
    {
        if (_found.Count == 0)
        {
            return faulted ? Screening.Faulted : Screening.Clear;
        }

        var highest = _found.Values.Max(f => f.Tier);
        var kinds = _found.Values.Aggregate(CrisisKinds.None, (all, f) => all | f.Frame.Kinds);
        var rules = _found.Values.Select(f => f.Frame.Id);
        return new Screening(highest, kinds, [.. faulted ? rules.Append("fault") : rules])
        {
            ThirdPerson = Any(f => f.ThirdPerson),
            Monitored = Any(f => f.Monitored),
            Minor = Any(f => f.Minor),
            Perpetrator = Any(f => f.Perpetrator),
            Language = _found.First(f => f.Value.Tier == highest).Key.Language,
        };
    }

    private bool Any(Func<Frame, bool> flag) => _found.Values.Any(f => flag(f.Frame));
}
