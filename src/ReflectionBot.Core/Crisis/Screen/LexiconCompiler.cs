using System.Buffers;
using System.Collections.Immutable;
using YamlDotNet.RepresentationModel;

namespace ReflectionBot.Core.Crisis.Screen;

/// <summary>Turns one lexicon file into a <see cref="Lexicon"/>, or into the list of everything that is wrong with it.</summary>
internal sealed class LexiconCompiler
{
    private static readonly string[] RequiredSets = ["negators", "far_negators", "shields", "negation_stops", "far_negation_stops"];

    private static readonly string[] NegatingWords = ["not", "never", "no", "nobody", "nunca", "nadie", "ni"];
    private const int LongestShortWord = 3;

    /// <summary>What a set with a short word weighs against sets of rarer ones, in phrases.</summary>
    private const int Everywhere = 400;

    private static readonly SearchValues<char> Marks = SearchValues.Create("'’.,!?;:\"()");

    private readonly LexiconSource _source;
    private readonly Vocabulary _vocabulary = new();
    private readonly PhraseTree _phrases = new();
    private readonly Dictionary<string, int> _sets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _literals = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PatternNode> _patterns = new(StringComparer.Ordinal);
    private readonly Dictionary<int, int[]> _rewrites = [];
    private readonly Dictionary<string, int> _contexts = new(StringComparer.Ordinal);
    private readonly List<int> _phraseCount = [];
    private readonly HashSet<int> _everywhere = [];
    private readonly HashSet<string> _groupsLeftOut;
    private readonly HashSet<string> _exact = new(StringComparer.Ordinal);
    private readonly PatternIndex _index = new();
    private bool _telling;

    private LexiconCompiler(string name, List<string> faults, IEnumerable<string> groupsLeftOut)
    {
        _source = new LexiconSource(name, faults);
        _groupsLeftOut = new HashSet<string>(groupsLeftOut, StringComparer.Ordinal);
    }

    /// <summary>Compiles the file; null when a fault was added to <paramref name="faults"/>.</summary>
    public static Lexicon? Compile(string name, TextReader text, List<string> faults, params IEnumerable<string> groupsLeftOut)
    {
        var before = faults.Count;
        var lexicon = new LexiconCompiler(name, faults, groupsLeftOut).Compile(text);
        return faults.Count == before ? lexicon : null;
    }

    private Lexicon? Compile(TextReader text)
    {
        if (_source.Open(text) is not { } root)
        {
            return null;
        }

        var top = _source.Keys(root, "language", "version", "date", "reviewed_by", "rewrites", "ordinary", "exact", "sets", "phrases", "idioms", "contexts", "frames");
        foreach (var builtIn in new[] { "number", "many", "minor_age", "child_age" })
        {
            _sets.Add(builtIn, NewSet(1));
        }

        ReadRewrites(top.GetValueOrDefault("rewrites"));
        foreach (var (_, line) in LexiconSource.Lines(top.GetValueOrDefault("ordinary")))
        {
            _vocabulary.AddOrdinary(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        }

        _exact.UnionWith(_source.List(top, "exact").Select(e => e.Value));
        ReadSets(top.GetValueOrDefault("sets"), root);
        ReadPhrases(top.GetValueOrDefault("phrases"));
        var idioms = ReadPatterns(top.GetValueOrDefault("idioms"), negatable: false);
        var contexts = ReadContexts(top.GetValueOrDefault("contexts"));
        _telling = true;
        var frames = ReadFrames(top.GetValueOrDefault("frames"), root);
        IndexAll(idioms, contexts, frames, root);
        _vocabulary.Seal();
        return new Lexicon(
            _source.Text(top, "language", root),
            _source.Text(top, "version", root),
            _source.Text(top, "reviewed_by", root),
            _source.Text(top, "date", root))
        {
            Vocabulary = _vocabulary,
            Phrases = _phrases,
            Idioms = idioms,
            Contexts = contexts,
            Frames = frames,
            Rewrites = _rewrites,
            Known = Known(),
            Index = _index,
        };
    }

    private KnownSets Known() => new(
        _sets.GetValueOrDefault("negators"),
        _sets.GetValueOrDefault("far_negators"),
        _sets.GetValueOrDefault("shields"),
        _sets.GetValueOrDefault("negation_stops"),
        _sets.GetValueOrDefault("far_negation_stops"),
        _sets["number"],
        _sets["many"],
        _sets["minor_age"],
        _sets["child_age"]);

    private int NewSet(int phrases)
    {
        _phraseCount.Add(phrases);
        return _phrases.SetCount++;
    }

    private void ReadRewrites(YamlNode? node)
    {
        foreach (var (offset, line) in LexiconSource.Lines(node))
        {
            foreach (var rule in line.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                var sides = rule.Split('=', StringSplitOptions.TrimEntries);
                if (sides.Length != 2 || sides[0].Contains(' ', StringComparison.Ordinal) || sides[1].Length == 0
                    || !_rewrites.TryAdd(_vocabulary.Id(sides[0]), [.. sides[1].Split(' ').Select(_vocabulary.Id)]))
                {
                    _source.Fault(node!, $"'{rule}' is no rewriting 'word = words', or the word has one already", offset);
                }
            }
        }
    }

    private int[] Words(string phrase) =>
        [.. phrase.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(_vocabulary.Id).SelectMany(id => _rewrites.TryGetValue(id, out var words) ? words : [id])];

    private static bool IsFolded(string phrase) =>
        string.Equals(TextFold.Fold(phrase), phrase, StringComparison.Ordinal) && !phrase.AsSpan().ContainsAny(Marks);

    private PatternNode Literal(string word)
    {
        if (!IsFolded(word))
        {
            throw new FormatException($"'{word}' is not written the way words are compared (lower case, no apostrophe, no mark)");
        }

        var words = Words(word);
        if (_telling)
        {
            _vocabulary.AddTelling(words);
        }

        var nodes = words.Select(id => (PatternNode)new SetNode(LiteralSet(id), 1)).ToArray();
        return nodes.Length == 1 ? nodes[0] : new SequenceNode(nodes);
    }

    private int LiteralSet(int id)
    {
        var key = id.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (!_literals.TryGetValue(key, out var set))
        {
            set = NewSet(1);
            _literals.Add(key, set);
            _phrases.Add([id], set);
            NoteShort(set, [id]);
        }

        return set;
    }

    /// <summary>Short words stand in nearly every sentence: a pattern that hangs on one would be tried on all of them.</summary>
    private void NoteShort(int set, int[] words)
    {
        if (words.Length == 1 && _vocabulary.Word(words[0]).Length <= LongestShortWord)
        {
            _everywhere.Add(set);
        }
    }

    private void ReadSets(YamlNode? node, YamlNode root)
    {
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

        foreach (var required in RequiredSets.Where(r => !_sets.ContainsKey(r)))
        {
            _source.Fault(node ?? root, $"the set '{required}' is missing");
        }
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
                    _phrases.Add(words, set);
                    _phraseCount[set]++;
                    NoteShort(set, words);
                    if (!_exact.Contains(name))
                    {
                        _vocabulary.AddTelling(words);
                    }
                }
            }
        }

        within.Remove(name);
    }

    private void ReadPhrases(YamlNode? node)
    {
        foreach (var (name, body) in node is null ? [] : _source.Keys(node))
        {
            var patterns = ReadPatterns(body, negatable: false);
            if (_sets.ContainsKey(name) || patterns.Length == 0 || !_patterns.TryAdd(name, new ChoiceNode([.. patterns.Select(p => p.Node)])))
            {
                _source.Fault(body, $"the phrase '{name}' is empty or there is a set of that name");
            }
        }
    }

    private PatternNode? Reference(string name) =>
        _sets.TryGetValue(name, out var set) ? new SetNode(set, _phrases.Longest(set)) : _patterns.GetValueOrDefault(name);

    private ImmutableArray<Pattern> ReadPatterns(YamlNode? node, bool negatable)
    {
        var parser = new PatternParser(Literal, Reference);
        var patterns = ImmutableArray.CreateBuilder<Pattern>();
        foreach (var (offset, line) in LexiconSource.Lines(node))
        {
            var plain = line.StartsWith("~ ", StringComparison.Ordinal);
            try
            {
                var pattern = parser.Parse(plain ? line[2..] : line);
                patterns.Add(new Pattern(pattern, negatable && !plain && !SpeaksOfNegation(pattern)));
            }
            catch (FormatException wrong)
            {
                _source.Fault(node!, $"'{line}': {wrong.Message}", offset);
            }
        }

        return patterns.ToImmutable();
    }

    /// <summary>A pattern that holds a negator itself ("don't want to live") is not ended by one.</summary>
    private bool SpeaksOfNegation(PatternNode pattern) =>
        pattern.Mentions(_sets.GetValueOrDefault("negators", -1))
        || NegatingWords.Any(w => _vocabulary.Find(w) is var id and > 0 && pattern.Mentions(LiteralSet(id)));

    private ImmutableArray<Context> ReadContexts(YamlNode? node)
    {
        var contexts = ImmutableArray.CreateBuilder<Context>();
        foreach (var (id, body) in node is null ? [] : _source.Keys(node))
        {
            var entries = _source.Keys(body, "reach", "any");
            if (!Enum.TryParse<Reach>(_source.Text(entries, "reach", body), ignoreCase: true, out var reach))
            {
                _source.Fault(body, "'reach' is clause, sentence or message");
            }

            _contexts[id] = contexts.Count;
            contexts.Add(new Context(id, reach, ReadPatterns(entries.GetValueOrDefault("any"), negatable: false)));
        }

        return contexts.ToImmutable();
    }

    private ImmutableArray<Frame> ReadFrames(YamlNode? node, YamlNode root)
    {
        if (node is not YamlSequenceNode list || list.Children.Count == 0)
        {
            _source.Fault(node ?? root, "'frames' is a list with at least one frame");
            return [];
        }

        var reader = new FrameReader(_source, _contexts, ReadPatterns);
        return [.. list.Select(reader.Read).OfType<Frame>().Where(f => !_groupsLeftOut.Contains(f.Group))];
    }

    private void IndexAll(ImmutableArray<Pattern> idioms, ImmutableArray<Context> contexts, ImmutableArray<Frame> frames, YamlNode root)
    {
        int Commonness(int set) => 1 + _phraseCount[set] + (_index.Of(set)?.Count ?? 0) + (_everywhere.Contains(set) ? Everywhere : 0);
        void Add(PatternRole role, int owner, string id, IEnumerable<Pattern> patterns)
        {
            var number = 0;
            foreach (var pattern in patterns)
            {
                number++;
                if (!_index.TryAdd(role, owner, pattern, Commonness))
                {
                    _source.Fault(root, $"{id}: pattern {number} needs no word and would match anything");
                }
            }
        }

        for (var i = 0; i < idioms.Length; i++)
        {
            Add(PatternRole.Idiom, i, "idioms", [idioms[i]]);
        }

        for (var i = 0; i < contexts.Length; i++)
        {
            Add(PatternRole.Context, i, contexts[i].Id, contexts[i].Patterns);
        }

        for (var i = 0; i < frames.Length; i++)
        {
            Add(PatternRole.Frame, i, frames[i].Id, frames[i].Patterns);
        }
    }
}
