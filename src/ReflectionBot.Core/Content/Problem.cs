using System.Collections.Immutable;
using ReflectionBot.Core.Flows;

namespace ReflectionBot.Core.Content;

public enum Severity
{
    /// <summary>Worth mending; the bot starts all the same and falls back.</summary>
    Warning,

    /// <summary>Nothing of this content is used before it is mended.</summary>
    Error,
}

/// <summary>One fault in the content.</summary>
/// <param name="Code">One of <see cref="ProblemCodes.All"/>.</param>
/// <param name="File">Path relative to <c>content/</c>.</param>
/// <param name="Line">1-based.</param>
/// <param name="Column">1-based.</param>
/// <param name="Rule">What is wrong, with the value that was given.</param>
/// <param name="Hint">What to do about it.</param>
public sealed record Problem(string Code, Severity Severity, string File, int Line, int Column, string Rule, string Hint)
{
    public override string ToString() =>
        $"{File}:{Line}:{Column} {(Severity == Severity.Error ? "error" : "warning")} {Code} {Rule} {Hint}";
}

/// <summary>What became of a set of files.</summary>
/// <param name="Pack">Null if and only if a problem is an error.</param>
/// <param name="Problems">All of them, in order of file and line.</param>
public sealed record Compilation(Pack? Pack, ImmutableArray<Problem> Problems);

/// <summary>What became of one flow's own files.</summary>
/// <param name="Flow">Null if and only if a problem is an error.</param>
public sealed record FlowCompilation(Flow? Flow, ImmutableArray<Problem> Problems);
