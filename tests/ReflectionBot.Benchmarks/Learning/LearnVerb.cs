using System.Globalization;
using System.IO.Compression;
using ReflectionBot.Core.Crisis;
using ReflectionBot.Core.Crisis.Screen;

namespace ReflectionBot.Benchmarks.Learning;

/// <summary>
/// Learns likeness from examples and writes the compiled-in file:
/// <c>dotnet run -c Release --project tests/ReflectionBot.Benchmarks -- learn content/crisis/likeness.tsv.gz &lt;examples…&gt; [--judge &lt;examples…&gt;]</c>.
/// The limits are found on examples that the weights used for it were not learnt from, beside what the frames see in them.
/// </summary>
internal static class LearnVerb
{
    private const int Folds = 5;

    /// <summary>Cards for nothing, among harmless examples, that the limits may cost at most.</summary>
    private const double MostFalseCards = 0.03;

    /// <summary>Questions for nothing, likewise.</summary>
    private const double MostFalseQuestions = 0.065;

    public static void Run(string[] args)
    {
        var examples = args.Skip(1).TakeWhile(arg => arg != "--judge").SelectMany(Example.Read).ToArray();
        var learner = new Learner(examples);
        var rows = examples.Select(learner.Row).ToArray();
        var frames = examples.Select(example => CrisisScreen.Frames.Read(example.Text).Tier).ToArray();

        var chances = new double[examples.Length][];
        for (var fold = 0; fold < Folds; fold++)
        {
            var (known, unknown) = Split(examples.Length, fold);
            var heads = Heads(learner, [.. known.Select(i => (examples[i], rows[i]))]);
            foreach (var i in unknown)
            {
                chances[i] = [.. heads.Select(head => Learner.Chance(head, rows[i]))];
            }
        }

        var judged = examples.Select((example, i) => new Judged(example, frames[i], chances[i][0], chances[i][1], chances[i][2])).ToArray();
        var limits = Limits.Find(judged, MostFalseCards, MostFalseQuestions);
        var final = Heads(learner, [.. examples.Zip(rows)]);
        Write(args[0], learner, final, limits);
        Console.WriteLine($"{examples.Length} examples, {learner.Names.Length} traits, {limits}");
        Console.WriteLine("Examples, each judged by weights not learnt from it (the frames may have been tuned on some):");
        Report(judged, limits);
        foreach (var file in args.SkipWhile(arg => arg != "--judge").Skip(1))
        {
            Console.WriteLine(Path.GetFileName(file));
            Report([.. Example.Read(file).Select(e => (e, row: learner.Row(e))).Select(x => new Judged(
                x.e, CrisisScreen.Frames.Read(x.e.Text).Tier, Learner.Chance(final[0], x.row), Learner.Chance(final[1], x.row), Learner.Chance(final[2], x.row)))], limits);
        }
    }

    private static (int[] Known, int[] Unknown) Split(int count, int fold)
    {
        var order = Enumerable.Range(0, count).ToArray();
#pragma warning disable S2245 // The same order every time is the point.
        new Random(5).Shuffle(order);
#pragma warning restore S2245
        return ([.. order.Where((_, at) => at % Folds != fold)], [.. order.Where((_, at) => at % Folds == fold)]);
    }

    /// <summary>The weights of the three questions: self-harm, violence, anything that calls for help. The quiet ones of a kind teach nothing about its Card.</summary>
    private static double[][] Heads(Learner learner, (Example Example, int[] Row)[] examples) =>
    [
        learner.Learn([.. examples.Where(x => !(x.Example.IsSelfHarm && x.Example.Severity == 1)).Select(x => (x.Row, x.Example.IsSelfHarm))]),
        learner.Learn([.. examples.Where(x => !(x.Example.IsViolence && x.Example.Severity == 1)).Select(x => (x.Row, x.Example.IsViolence))]),
        learner.Learn([.. examples.Select(x => (x.Row, !x.Example.IsHarmless))]),
    ];

    private static void Report(Judged[] judged, Limits limits)
    {
        foreach (var group in judged.GroupBy(j => (j.Example.Language, j.Example.Label, j.Example.Severity)).OrderBy(group => group.Key))
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {group.Key.Language} {group.Key.Label,-20} {group.Key.Severity} n={group.Count(),4}  Card: frames {Share(j => j.Frames >= Tier.Card),5:F1} together {Share(limits.IsCard),5:F1}   asked: frames {Share(j => j.Frames >= Tier.Ask),5:F1} together {Share(limits.IsAsked),5:F1}"));

            double Share(Func<Judged, bool> which) => 100.0 * group.Count(which) / group.Count();
        }
    }

    private static void Write(string path, Learner learner, double[][] heads, Limits limits)
    {
        using var file = File.Create(path);
        using var packed = new GZipStream(file, CompressionLevel.SmallestSize);
        using var text = new StreamWriter(packed) { NewLine = "\n" };
        text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"limits\t{limits.Card}\t{limits.CardWhenAsked}\t{limits.Ask}\t{limits.Doubt}"));
        text.WriteLine(Row("bias", heads[0].Length - 1));
        for (var place = 0; place < learner.Names.Length; place++)
        {
            if (heads.Max(head => Math.Abs(head[place])) >= 0.05)
            {
                text.WriteLine(Row(learner.Names[place], place));
            }
        }

        string Row(string name, int place) => $"{name}\t{string.Join('\t', heads.Select(head => head[place].ToString("0.##", CultureInfo.InvariantCulture)))}";
    }
}
