using System.Buffers;
using YamlDotNet.RepresentationModel;

namespace ReflectionBot.Core.Crisis.Screen;

/// <summary>The words of a lexicon and the classes they are in, while the file is read.</summary>
internal sealed class WordClasses
{
    private const int LongestShortWord = 3;

    /// <summary>What a class with a short word weighs against classes of rarer ones, in phrases.</summary>
    private const int Everywhere = 400;

    private static readonly string[] BuiltIn = ["number", "many", "minor_age", "child_age"];
    private static readonly string[] Required = ["negators", "far_negators", "shields", "negation_stops", "far_negation_stops"];
    private static readonly string[] NegatingWords = ["not", "never", "no", "nobody", "nunca", "nadie", "ni"];
    private static readonly SearchValues<char> Marks = SearchValues.Create("'’.,!?;:\"()");

    private readonly LexiconSource _source;
    private readonly SharedNodes _shared;
    private readonly Dictionary<string, int> _sets = new(StringComparer.Ordinal);
    private readonly Dictionary<int, int> _literals = [];
    private readonly Dictionary<int, SetNode> _nodes = [];
    private readonly Dictionary<string, (int[] Words, PatternNode Node)> _read = new(StringComparer.Ordinal);
    private readonly List<int> _phraseCount = [];
    private readonly HashSet<int> _everywhere = [];
    private readonly HashSet<string> _exact = new(StringComparer.Ordinal);

    public WordClasses(LexiconSource source, SharedNodes shared)
    {
        _source = source;
        _shared = shared;
        foreach (var name in BuiltIn)
        {
            _sets.Add(name, NewSet(1));
        }
    }

    public Vocabulary Vocabulary { get; } = new();

    public PhraseTree Phrases { get; } = new();

    public Dictionary<int, int[]> Rewrites { get; } = [];

    /// <summary>Whether a slip of the hand may be read as a word of the patterns that are read now.</summary>
    public bool PatternsTell { get; set; }

    public bool Has(string name) => _sets.ContainsKey(name);

    public PatternNode? Node(string name) => _sets.TryGetValue(name, out var set) ? Node(set, Phrases.Longest(set)) : null;

    /// <summary>How often something of the class may be expected, in phrases: patterns hang on the rarest they need.</summary>
    public int Weight(int set) => 1 + _phraseCount[set] + (_everywhere.Contains(set) ? Everywhere : 0);

    public KnownSets Known() => new(
        _sets.GetValueOrDefault("negators"),
        _sets.GetValueOrDefault("far_negators"),
        _sets.GetValueOrDefault("shields"),
        _sets.GetValueOrDefault("negation_stops"),
        _sets.GetValueOrDefault("far_negation_stops"),
        _sets["number"],
        _sets["many"],
        _sets["minor_age"],
        _sets["child_age"]);

    public void ReadRewrites(YamlNode? node)
    {
        foreach (var (offset, line) in LexiconSource.Lines(node))
        {
            foreach (var rule in line.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                var sides = rule.Split('=', StringSplitOptions.TrimEntries);
                if (sides.Length != 2 || sides[0].Contains(' ', StringComparison.Ordinal) || sides[1].Length == 0
                    || !Rewrites.TryAdd(Vocabulary.Id(sides[0]), [.. sides[1].Split(' ').Select(Vocabulary.Id)]))
                {
                    _source.Fault(node!, $"'{rule}' is no rewriting 'word = words', or the word has one already", offset);
                }
            }
        }
    }

    public void ReadOrdinary(YamlNode? node)
    {
        foreach (var (_, line) in LexiconSource.Lines(node))
        {
            Vocabulary.AddOrdinary(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        }
    }

    /// <summary>Reads every set; those in <paramref name="exact"/> must be typed right.</summary>
    public void ReadSets(YamlNode? node, YamlNode root, IEnumerable<string> exact)
    {
        _exact.UnionWith(exact);
        var bodies = node is null ? [] : _source.Keys(node);
        foreach (var (name, body) in bodies)
        {
            if (!_sets.TryAdd(name, NewSet(0)))
            {
                _source.Fault(body, $"the set '{name}' is built in");
            }
        }

        foreach (var (name, body) in bodies)
        {
            Fill(_sets[name], name, body, bodies, []);
        }

        foreach (var required in Required.Where(r => !_sets.ContainsKey(r)))
        {
            _source.Fault(node ?? root, $"the set '{required}' is missing");
        }
    }

    /// <exception cref="FormatException">The word is not written the way words are compared.</exception>
    public PatternNode Literal(string word)
    {
        if (!_read.TryGetValue(word, out var read))
        {
            if (!IsFolded(word))
            {
                throw new FormatException($"'{word}' is not written the way words are compared (lower case, no apostrophe, no mark)");
            }

            var words = Words(word);
            read = (words, _shared.Sequence([.. words.Select(id => Node(LiteralSet(id), 1))]));
            _read.Add(word, read);
        }

        if (PatternsTell)
        {
            Vocabulary.AddTelling(read.Words);
        }

        return read.Node;
    }

    /// <summary>A pattern that holds a negator itself ("don't want to live") is not ended by one.</summary>
    public bool SpeaksOfNegation(PatternNode pattern) =>
        pattern.Mentions(_sets.GetValueOrDefault("negators", -1))
        || NegatingWords.Any(w => Vocabulary.Find(w) is var id and > 0 && pattern.Mentions(LiteralSet(id)));

    /// <summary>One for each class: patterns name some words ten thousand times.</summary>
    private SetNode Node(int set, int longest)
    {
        if (!_nodes.TryGetValue(set, out var node))
        {
            node = new SetNode(set, longest);
            _nodes.Add(set, node);
        }

        return node;
    }

    private int NewSet(int phrases)
    {
        _phraseCount.Add(phrases);
        return Phrases.AddSet();
    }

    private int[] Words(string phrase) =>
        [.. phrase.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Vocabulary.Id).SelectMany(id => Rewrites.TryGetValue(id, out var words) ? words : [id])];

    private static bool IsFolded(string phrase) =>
        string.Equals(TextFold.Fold(phrase), phrase, StringComparison.Ordinal) && !phrase.AsSpan().ContainsAny(Marks);

    private int LiteralSet(int id)
    {
        if (!_literals.TryGetValue(id, out var set))
        {
            set = NewSet(1);
            _literals.Add(id, set);
            Add(set, [id]);
        }

        return set;
    }

    private void Fill(int set, string name, YamlNode body, Dictionary<string, YamlNode> bodies, HashSet<string> within)
    {
        if (!within.Add(name))
        {
            _source.Fault(body, $"the set '{name}' includes itself");
            return;
        }

        foreach (var (offset, line) in LexiconSource.Lines(body))
        {
            foreach (var item in line.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                if (item[0] == '@')
                {
                    if (bodies.TryGetValue(item[1..], out var other))
                    {
                        Fill(set, item[1..], other, bodies, within);
                    }
                    else
                    {
                        _source.Fault(body, $"unknown set '{item}'", offset);
                    }
                }
                else if (!IsFolded(item) || Words(item) is not { Length: > 0 and <= Window.LongestPhrase } words)
                {
                    _source.Fault(body, $"'{item}' is too long or not written the way words are compared", offset);
                }
                else
                {
                    Add(set, words);
                    _phraseCount[set]++;
                    if (!_exact.Contains(name))
                    {
                        Vocabulary.AddTelling(words);
                    }
                }
            }
        }

        within.Remove(name);
    }

    /// <summary>Short words stand in nearly every sentence: a pattern that hangs on one would be tried on all of them.</summary>
    private void Add(int set, int[] words)
    {
        Phrases.Add(words, set);
        if (words.Length == 1 && Vocabulary.Word(words[0]).Length <= LongestShortWord)
        {
            _everywhere.Add(set);
        }
    }
}
