using ReflectionBot.Core.Crisis.Screen;
using ReflectionBot.Core.Crisis.Screen.Likeness;

namespace ReflectionBot.Benchmarks.Learning;

/// <summary>
/// Logistic regression over the traits of examples, by stochastic gradient descent with a step that shrinks per trait. Always in the same
/// order, so that the same examples give the same weights.
/// </summary>
internal sealed class Learner
{
    private const int Rounds = 12;
    private const double Rate = 0.5;
    private const double Decay = 3e-4;

    /// <summary>Traits that fewer examples show are not learnt.</summary>
    private const int LeastExamples = 2;

    private readonly Dictionary<ulong, int> _places = [];
    private readonly Dictionary<string, int[]> _rows = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int[]> _retyped = new(StringComparer.Ordinal);
    private readonly Dictionary<ulong, string> _names = [];

    public Learner(IEnumerable<Example> examples)
    {
        var counts = new Dictionary<ulong, int>();
        foreach (var trait in examples.SelectMany(example => TraitsOf(example.Text)))
        {
            counts[trait] = counts.GetValueOrDefault(trait) + 1;
        }

        Names = [.. counts.Where(pair => pair.Value >= LeastExamples).Select(pair => _names[pair.Key]).Order(StringComparer.Ordinal)];
        for (var place = 0; place < Names.Length; place++)
        {
            _places.Add(Traits.Number(Names[place]), place);
        }

        var slips = new Slips();
        foreach (var text in examples.Select(example => example.Text))
        {
            _rows[text] = Row(text);
            _retyped[text] = Row(slips.Retype(text));
        }
    }

    /// <summary>The traits learnt about, in the order of the weights.</summary>
    public string[] Names { get; }

    /// <summary>Where the known traits of a text stand among the weights.</summary>
    public int[] Row(string text) => _rows.TryGetValue(text, out var row)
        ? row
        : [.. TraitsOf(text).Select(trait => _places.GetValueOrDefault(trait, -1)).Where(place => place >= 0).Order()];

    /// <summary>Weights by place, from the examples as they are and as typed with slips; the last one is the bias.</summary>
    public double[] Learn(Example[] examples, Func<Example, bool> question)
    {
        var weights = new double[Names.Length + 1];
        var squares = new double[Names.Length + 1];
        var typed = examples.Select(example => (Row: _rows[example.Text], Answer: question(example)));
        var known = typed.Concat(examples.Select(example => (_retyped[example.Text], question(example)))).ToArray();
        var order = Enumerable.Range(0, known.Length).ToArray();
#pragma warning disable S2245 // The same order every time is the point.
        var random = new Random(17);
#pragma warning restore S2245
        for (var round = 0; round < Rounds; round++)
        {
            random.Shuffle(order);
            foreach (var (row, answer) in order.Select(i => known[i]))
            {
                var slope = (1 / (1 + Math.Exp(-Sum(weights, row)))) - (answer ? 1 : 0);
                var share = 1 / Math.Sqrt(Math.Max(1, row.Length));
                foreach (var place in row)
                {
                    Move(place, (slope * share) + (Decay * weights[place]));
                }

                Move(Names.Length, slope);
            }
        }

        return weights;

        void Move(int place, double slope)
        {
            squares[place] += slope * slope;
            weights[place] -= Rate * slope / Math.Sqrt(squares[place] + 1e-8);
        }
    }

    /// <summary>The log-odds of an answer.</summary>
    private static double Sum(double[] weights, int[] row)
    {
        var sum = 0.0;
        foreach (var place in row)
        {
            sum += weights[place];
        }

        return weights[^1] + (sum / Math.Sqrt(Math.Max(1, row.Length)));
    }

    /// <summary>The words of a text, as the screen counts them.</summary>
    public static List<TraitWord> WordsOf(string text)
    {
        var words = new List<TraitWord>();
        Traits.Words(Tokenizer.Cut(text), words);
        return words;
    }

    private HashSet<ulong> TraitsOf(string text)
    {
        var words = WordsOf(text);
        var sink = new NamingSink([], _names);
        for (var i = 0; i < words.Count; i++)
        {
            Traits.At(words, i, ref sink);
        }

        return sink.Seen;
    }

    /// <summary>Collects the traits of one example, and what each is called.</summary>
    private readonly record struct NamingSink(HashSet<ulong> Seen, Dictionary<ulong, string> Names) : ITraitSink
    {
        public void Take(ulong number, int reach, char kind, ReadOnlySpan<char> first, ReadOnlySpan<char> second, ReadOnlySpan<char> third)
        {
            if (Seen.Add(number) && !Names.ContainsKey(number))
            {
                Names.Add(number, second.IsEmpty ? $"{kind} {first}" : third.IsEmpty ? $"{kind} {first} {second}" : $"{kind} {first} {second} {third}");
            }
        }
    }
}
