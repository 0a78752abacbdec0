using System.Globalization;
using System.IO.Compression;
using ReflectionBot.Core.Crisis;
using ReflectionBot.Core.Crisis.Screen;
using ReflectionBot.Core.Crisis.Screen.Likeness;

namespace ReflectionBot.Benchmarks.Learning;

/// <summary>
/// Learns likeness from examples and writes the compiled-in file:
/// <c>dotnet run -c Release --project tests/ReflectionBot.Benchmarks -- learn content/crisis/likeness.tsv.gz &lt;examples…&gt; [--judge &lt;examples…&gt;]</c>.
/// The limits are found on examples whose writers the weights used for it never saw, beside what the frames see in them.
/// </summary>
internal static class LearnVerb
{
    /// <summary>Cards for nothing, among harmless examples of writers not learnt from, that the limits may cost at most.</summary>
    private const double MostFalseCards = 0.05;

    /// <summary>Cards and questions for nothing, likewise.</summary>
    private const double MostFalseQuestions = 0.095;

    public static void Run(string[] args)
    {
        var examples = args.Skip(1).TakeWhile(arg => arg != "--judge").SelectMany(Example.Read).DistinctBy(e => e.Text.Trim().ToLowerInvariant()).ToArray();
        var learner = new Learner(examples);
        var judged = JudgeByOthers(learner, examples);
        var limits = Limits.Find(judged, MostFalseCards, MostFalseQuestions);
        var final = Learn(learner, examples);
        Write(args[0], learner, final, limits);
        Console.WriteLine($"{examples.Length} examples, {learner.Names.Length} traits, {limits}");
        Console.WriteLine("Numbered examples, each judged by weights learnt from other writers:");
        Report(judged, limits);
        foreach (var file in args.SkipWhile(arg => arg != "--judge").Skip(1))
        {
            Console.WriteLine(Path.GetFileName(file));
            Report([.. Example.Read(file).Select(e => Judge(learner, final, e))], limits);
        }
    }

    private static Judged[] JudgeByOthers(Learner learner, Example[] examples)
    {
        var writers = examples.Where(e => e.Numbered).Select(e => e.Writer).Distinct().ToArray();
        var judged = new Judged[writers.Length][];
        Parallel.For(0, writers.Length, new ParallelOptions { MaxDegreeOfParallelism = 2 }, i =>
        {
            var weights = Learn(learner, examples.Where(e => e.Writer != writers[i]));
            judged[i] = [.. examples.Where(e => e.Writer == writers[i]).Select(e => Judge(learner, weights, e))];
        });
        return [.. judged.SelectMany(each => each)];
    }

    private static Judged Judge(Learner learner, LearntWeights weights, Example example) =>
        new(example, CrisisScreen.Frames.Read(example.Text), weights.Read(learner.Row(example.Text)) with { Words = Learner.WordsOf(example.Text).Count });

    /// <summary>
    /// The weights of the three questions: self-harm or harmless, violence or harmless, anything that calls for help. The quiet ones of a
    /// kind teach nothing about its Card, and neither kind teaches against the other.
    /// </summary>
    private static LearntWeights Learn(Learner learner, IEnumerable<Example> examples)
    {
        var known = examples.ToArray();
        return new LearntWeights(
            learner.Learn([.. known.Where(e => !e.IsViolence && !(e.IsSelfHarm && e.IsQuiet))], e => e.IsSelfHarm),
            learner.Learn([.. known.Where(e => !e.IsSelfHarm && !(e.IsViolence && e.IsQuiet))], e => e.IsViolence),
            learner.Learn(known, e => !e.IsHarmless));
    }

    private static void Report(Judged[] judged, LikenessLimits limits)
    {
        foreach (var group in judged.GroupBy(j => (j.Example.Language, j.Example.Label, j.Example.Severity)).OrderBy(group => group.Key))
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {group.Key.Language} {group.Key.Label,-20} {group.Key.Severity} n={group.Count(),4}  Card: frames {Share(j => j.Frames.Tier >= Tier.Card),5:F1} together {Share(j => j.Together(limits) >= Tier.Card),5:F1}   asked: frames {Share(j => j.Frames.Tier >= Tier.Ask),5:F1} together {Share(j => j.Together(limits) >= Tier.Ask),5:F1}"));

            double Share(Func<Judged, bool> which) => 100.0 * group.Count(which) / group.Count();
        }
    }

    private static void Write(string path, Learner learner, LearntWeights weights, LikenessLimits limits)
    {
        using var file = File.Create(path);
        using var packed = new GZipStream(file, CompressionLevel.SmallestSize);
        using var text = new StreamWriter(packed) { NewLine = "\n" };
        text.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"limits\t{limits.Card:0.###}\t{limits.Most:0.###}\t{limits.Least:0.###}\t{limits.Any:0.###}\t{limits.WhenAsked:0.###}\t{limits.WhenCard:0.###}\t{limits.Ask:0.###}"));
        text.WriteLine(Row("bias", weights.Bias));
        var kept = Enumerable.Range(0, learner.Names.Length).Where(weights.Keeps).ToArray();
        text.WriteLine($"traits\t{kept.Length}");
        foreach (var place in kept)
        {
            text.WriteLine(Row(learner.Names[place], weights.Of(place)));
        }

        static string Row(string name, IEnumerable<double> cells) => $"{name}\t{string.Join('\t', cells.Select(cell => cell.ToString("0.#", CultureInfo.InvariantCulture)))}";
    }
}
