using System.Globalization;
using System.IO.Compression;

namespace ReflectionBot.Core.Crisis.Screen.Likeness;

/// <summary>
/// What was learnt from some thousand examples: weights of their <see cref="Traits"/>, to compare a message with. Immutable and without I/O
/// after loading; each weight can be read in the file. See docs/decisions/0011-likeness-beside-frames.md.
/// </summary>
internal sealed class LearntLikeness
{
    /// <summary>The learnt file, compiled in: a line of limits, a line of biases, how many traits there are, then a line for each, its three weights behind it.</summary>
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
        var rows = new LearntRows(text);
        try
        {
            var limits = Numbers(rows, "limits");
            var bias = Numbers(rows, "bias");
            var count = Numbers(rows, "traits") is [var number] ? checked((int)number) : throw new FormatException("'traits' is one number");
            var weights = new WeightTable(count);
            Span<Range> cells = stackalloc Range[5];
            while (rows.TryNext(out var row))
            {
                if (row.Split(cells, '\t') != 4)
                {
                    throw new FormatException("a trait has three weights");
                }

                weights.Add(Traits.Number(row[cells[0]]), new Weights(Tenths(row[cells[1]]), Tenths(row[cells[2]]), Tenths(row[cells[3]])));
            }

            return weights.Count == count
                ? new LearntLikeness(weights, (bias[0], bias[1], bias[2]), LikenessLimits.Of([.. limits.Select(limit => (double)limit)]))
                : throw new FormatException($"there are {weights.Count} traits and not {count}");
        }
        catch (Exception fault) when (fault is FormatException or IndexOutOfRangeException or ArgumentException or OverflowException)
        {
            throw new InvalidLexiconException([$"{Resource}:{rows.Count}: {fault.Message}"]);
        }
    }

    /// <summary>What a sum of weights, in tenths, over some known traits says.</summary>
    public LikenessReading Weigh(int selfHarm, int violence, int any, int known)
    {
        var share = 1 / (10 * Math.Sqrt(Math.Max(1, known)));
        return new LikenessReading(_bias.SelfHarm + (selfHarm * share), _bias.Violence + (violence * share), _bias.Any + (any * share));
    }

    private static float[] Numbers(LearntRows rows, string name)
    {
        var cells = rows.TryNext(out var row) ? row.ToString().Split('\t') : [];
        return cells.Length > 1 && cells[0] == name
            ? [.. cells.Skip(1).Select(cell => float.Parse(cell, NumberStyles.Float, CultureInfo.InvariantCulture))]
            : throw new FormatException($"the line '{name}' is missing");
    }

    private static sbyte Tenths(ReadOnlySpan<char> cell)
    {
        var isNegative = cell is ['-', ..];
        var digits = isNegative ? cell[1..] : cell;
        var tenths = digits is [.. var whole, '.', >= '0' and <= '9' and var tenth] ? (10 * Whole(whole)) + (tenth - '0') : 10 * Whole(digits);
        return checked((sbyte)(isNegative ? -tenths : tenths));

        static int Whole(ReadOnlySpan<char> digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
    }
}
