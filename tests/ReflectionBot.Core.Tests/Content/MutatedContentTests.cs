using FsCheck;
using FsCheck.Fluent;
using ReflectionBot.Core.Content;

namespace ReflectionBot.Core.Tests.Content;

/// <summary>Whatever an editor, a merge or a disk makes of the files, the compiler answers with problems.</summary>
public sealed class MutatedContentTests
{
    private static readonly string[] Snippets =
    [
        ":", ": ", "- ", "\n", "\n  ", "\t", "{", "}", "[", "]", "\"", "'", "|", ">", "#", "&a ", "*a", "!!int ", "? ", "%", "@", "`", "---\n", "...\n", "\0", "\uD800", "\uDC00", "\uFEFF",
        "next: ", "end: ", "say: ", "call: example", "{ways & ways}", "steps:", "<<: ", "~", "1e999", "> [", "~ 99999999999999d", "* kept ", "@ flow",
    ];

    private static readonly List<SourceFile> Sample = SamplePack.With();

    private static readonly List<SourceFile> Shipped = ShippedContentTests.Files();

    private static Gen<List<SourceFile>> Mutated(List<SourceFile> files) =>
        from count in Gen.Choose(1, 8)
        from edits in Gen.ListOf(Edit(files.Count), count)
        select edits.Aggregate(files.ToList(), Applied);

    private static Gen<(int File, double At, int Kind, string Snippet, int Length)> Edit(int files) =>
        from file in Gen.Choose(0, files - 1)
        from at in Gen.Choose(0, 1_000_000)
        from kind in Gen.Choose(0, 4)
        from snippet in Gen.Elements(Snippets)
        from length in Gen.Choose(1, 40)
        select (file, at / 1_000_000.0, kind, snippet, length);

    private static List<SourceFile> Applied(List<SourceFile> files, (int File, double At, int Kind, string Snippet, int Length) edit)
    {
        var text = files[edit.File].Text;
        var at = (int)(edit.At * text.Length);
        var length = Math.Min(edit.Length, text.Length - at);
        files[edit.File] = files[edit.File] with
        {
            Text = edit.Kind switch
            {
                0 => text.Insert(at, edit.Snippet),
                1 => text.Remove(at, length),
                2 => text.Insert(at, text.Substring(at, length)),
                3 => text[..at],
                _ => text.Remove(at, length).Insert(at, edit.Snippet),
            },
        };
        return files;
    }

    [Fact]
    public void No_change_to_any_file_makes_the_compiler_throw_or_hand_back_half_a_pack() =>
        Prop.ForAll(Mutated(Sample).ToArbitrary(), IsAnswered).Check(Seeded(300));

    [Fact]
    public void Nor_does_a_change_to_the_shipped_content() =>
        Prop.ForAll(Mutated(Shipped).ToArbitrary(), IsAnswered).Check(Seeded(10));

    [Fact]
    public void A_file_of_nothing_but_brackets_is_refused_and_not_followed_to_the_bottom()
    {
        foreach (var text in new[] { new string('[', 100_000), new string('{', 100_000), string.Concat(Enumerable.Repeat("- ", 50_000)), string.Concat(Enumerable.Repeat("a:\n", 1)) })
        {
            Assert.NotEmpty(PackCompiler.Compile(SamplePack.With(("flows/example/flow.yaml", text))).Problems);
        }
    }

    /// <summary>The same changes every time: a failure here is a failure everywhere.</summary>
    private static Config Seeded(int tests) => Config.QuickThrowOnFailure.WithMaxTest(tests).WithReplay(20261122, 4711);

    private static bool IsAnswered(List<SourceFile> files)
    {
        var compilation = PackCompiler.Compile(files);
        PackCompiler.CompileFlow(files.Where(file => file.Path.StartsWith("flows/example/", StringComparison.Ordinal)));
        return compilation.Pack is null == compilation.Problems.Any(problem => problem.Severity == Severity.Error)
            && compilation.Problems.All(problem => problem is { Line: > 0, Column: > 0 });
    }
}
