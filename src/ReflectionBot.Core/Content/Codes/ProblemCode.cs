namespace ReflectionBot.Core.Content;

/// <summary>One kind of fault. Its code never changes its meaning and is never given to another fault.</summary>
/// <param name="Code"><c>RB</c> and four digits.</param>
/// <param name="Rule">What content must keep.</param>
/// <param name="Hint">What to do where it is broken.</param>
/// <param name="Example">The smallest content that breaks it: the code's own test, printed in the docs.</param>
public sealed record ProblemCode(string Code, Severity Severity, string Title, string Rule, string Hint, ProblemExample Example);

/// <summary>A failing snippet. Top-level keys it leaves out are as they should be.</summary>
/// <param name="File">Path relative to <c>content/</c>.</param>
/// <param name="Line">The line of <paramref name="Text"/> that the problem names.</param>
public sealed record ProblemExample(string File, int Line, string Text);
