using System.Globalization;
using System.IO.Compression;

namespace ReflectionBot.Core.Crisis.Screen.Likeness;

/// <summary>
/// What was learnt from some thousand examples: weights of their <see cref="Traits"/>, to compare a message with. Immutable and without I/O
/// after loading; each weight can be read in the file. See docs/decisions/0011-likeness-beside-frames.md.
/// </summary>
internal sealed class LearntLikeness
{
    /// <summary>The learnt file, compiled in: a line of limits, a line of biases, then a line for each trait, its three weights behind it.</summary>
    public const string Resource = "crisis/likeness.tsv.gz";

    private readonly (float SelfHarm, float Violence, float Any) _bias;

    private LearntLikeness(WeightTable weights, (float SelfHarm, float Violence, float Any) bias, LikenessLimits limits)
    {
        Weights = weights;
        _bias = bias;
        Limits = limits;
    }

    public WeightTable Weights { get; }

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
            var bias = Next();
            var weights = new List<(ulong, Weights)>();
            while (text.ReadLine() is { } row)
            {
                line++;
                var cells = row.Split('\t');
                weights.Add((Traits.Number(cells[0]), new Weights(Hundredths(cells[1]), Hundredths(cells[2]), Hundredths(cells[3]))));
            }

            return new LearntLikeness(
                new WeightTable(weights),
                (Number(bias[1]), Number(bias[2]), Number(bias[3])),
                LikenessLimits.Of([.. limits.Skip(1).Select(cell => (double)Number(cell))]));
        }
        catch (Exception fault) when (fault is FormatException or IndexOutOfRangeException or ArgumentException or OverflowException)
        {
            throw new InvalidLexiconException([$"{Resource}:{line}: {fault.Message}"]);
        }

        string[] Next()
        {
            line++;
            return (text.ReadLine() ?? "").Split('\t');
        }
    }

    /// <summary>What a sum of weights, in hundredths, over some known traits says.</summary>
    public LikenessReading Weigh(int selfHarm, int violence, int any, int known)
    {
        var share = 1 / (100 * Math.Sqrt(Math.Max(1, known)));
        return new LikenessReading(_bias.SelfHarm + (selfHarm * share), _bias.Violence + (violence * share), _bias.Any + (any * share));
    }

    private static short Hundredths(string cell) =>
        checked((short)Math.Round(100 * double.Parse(cell, NumberStyles.Float, CultureInfo.InvariantCulture)));

    private static float Number(string cell) => float.Parse(cell, NumberStyles.Float, CultureInfo.InvariantCulture);
}
