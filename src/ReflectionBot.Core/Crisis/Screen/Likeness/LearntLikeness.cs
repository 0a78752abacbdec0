using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;

namespace ReflectionBot.Core.Crisis.Screen.Likeness;

/// <summary>
/// Compares a message with some thousand examples, beside the frames: a sum of learnt weights over its <see cref="Traits"/>. Deterministic and
/// without I/O after loading; each weight can be read in the file. See docs/decisions/0011-likeness-beside-frames.md.
/// </summary>
internal sealed class LearntLikeness
{
    /// <summary>The learnt file, compiled in: a line of limits, a line of biases, then a line for each trait, its three weights behind it.</summary>
    public const string Resource = "crisis/likeness.tsv.gz";

    /// <summary>Words read at a time: about what one statement takes, so that a long message does not drown it.</summary>
    private const int Stretch = 48;

    /// <summary>How far the next stretch begins after the last one.</summary>
    private const int Step = 32;

    private readonly Dictionary<ulong, Weights> _weights;
    private readonly Weights _bias;

    private LearntLikeness(Dictionary<ulong, Weights> weights, Weights bias, LikenessLimits limits)
    {
        _weights = weights;
        _bias = bias;
        Limits = limits;
    }

    public LikenessLimits Limits { get; }

    /// <exception cref="InvalidLexiconException">The file is missing or not in its form.</exception>
    public static LearntLikeness LoadBuiltIn()
    {
        using var packed = typeof(LearntLikeness).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidLexiconException([$"{Resource}: not compiled in"]);
        using var text = new StreamReader(new GZipStream(packed, CompressionMode.Decompress));
        return Load(text);
    }

    /// <exception cref="InvalidLexiconException">Not in its form.</exception>
    public static LearntLikeness Load(TextReader text)
    {
        var line = 0;
        try
        {
            var limits = Next();
            var bias = Weights.Read(Next());
            var weights = new Dictionary<ulong, Weights>();
            while (text.ReadLine() is { } row)
            {
                line++;
                var cells = row.Split('\t');
                weights.Add(Traits.Number(cells[0]), Weights.Read(cells));
            }

            return new LearntLikeness(weights, bias, new LikenessLimits(Number(limits[1]), Number(limits[2]), Number(limits[3]), Number(limits[4])));
        }
        catch (Exception fault) when (fault is FormatException or IndexOutOfRangeException or ArgumentException)
        {
            throw new InvalidLexiconException([$"{Resource}:{line}: {fault.Message}"]);
        }

        string[] Next()
        {
            line++;
            return (text.ReadLine() ?? "").Split('\t');
        }
    }

    public LikenessReading Read(List<Token> tokens)
    {
        var words = Traits.Words(tokens);
        if (words.Count == 0)
        {
            return default;
        }

        var traits = new Traits();
        var highest = default(LikenessReading);
        for (var start = 0; start == 0 || start + Stretch - Step < words.Count; start += Step)
        {
            highest = highest.Or(Weigh(traits.Read(words, start, Math.Min(Stretch, words.Count - start))));
        }

        return highest;
    }

    private LikenessReading Weigh(HashSet<ulong> traits)
    {
        var sum = default(Weights);
        var known = 0;
        foreach (var trait in traits)
        {
            if (_weights.TryGetValue(trait, out var weights))
            {
                sum += weights;
                known++;
            }
        }

        var share = 1 / MathF.Sqrt(Math.Max(1, known));
        return new LikenessReading(
            Chance(_bias.SelfHarm + (sum.SelfHarm * share)), Chance(_bias.Violence + (sum.Violence * share)), Chance(_bias.Any + (sum.Any * share)));
    }

    private static double Chance(float sum) => 1 / (1 + Math.Exp(-sum));

    private static float Number(string cell) => float.Parse(cell, NumberStyles.Float, CultureInfo.InvariantCulture);

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Weights(float SelfHarm, float Violence, float Any)
    {
        public static Weights Read(string[] cells) => new(Number(cells[1]), Number(cells[2]), Number(cells[3]));

        public static Weights operator +(Weights one, Weights other) => new(one.SelfHarm + other.SelfHarm, one.Violence + other.Violence, one.Any + other.Any);
    }
}
