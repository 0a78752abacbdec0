using System.Collections.Immutable;
using ReflectionBot.Core.Content.Yaml;

namespace ReflectionBot.Core.Content;

/// <summary>Gathers problems; nothing here stops at the first.</summary>
internal sealed class ProblemList
{
    private readonly HashSet<Problem> _problems = [];

    public bool HasErrors => _problems.Any(problem => problem.Severity == Severity.Error);

    public void Report(ProblemCode code, Mark at, string rule, string? hint = null) =>
        _problems.Add(new Problem(code.Code, code.Severity, at.File, at.Line, at.Column, rule, hint ?? code.Hint));

    public ImmutableArray<Problem> Sorted() =>
    [
        .. _problems
            .OrderBy(problem => problem.File, StringComparer.Ordinal)
            .ThenBy(problem => problem.Line)
            .ThenBy(problem => problem.Column)
            .ThenBy(problem => problem.Code, StringComparer.Ordinal)
            .ThenBy(problem => problem.Rule, StringComparer.Ordinal),
    ];
}
