using System.Collections.Immutable;
using YamlDotNet.RepresentationModel;

namespace ReflectionBot.Core.Crisis.Screen;

/// <summary>Turns one lexicon file into a <see cref="Lexicon"/>, or into the list of everything that is wrong with it.</summary>
internal sealed class LexiconCompiler
{
    private readonly LexiconSource _source;
    private readonly WordClasses _words;
    private readonly Dictionary<string, PatternNode> _patterns = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _contexts = new(StringComparer.Ordinal);
    private readonly HashSet<string> _groupsLeftOut;
    private readonly PatternIndex _index = new();
    private readonly SharedNodes _nodes = new();
    private readonly PatternParser _parser;

    private LexiconCompiler(string name, List<string> faults, IEnumerable<string> groupsLeftOut)
    {
        _source = new LexiconSource(name, faults);
        _words = new WordClasses(_source, _nodes);
        _parser = new PatternParser(_nodes, _words.Literal, Reference);
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
        _words.ReadRewrites(top.GetValueOrDefault("rewrites"));
        _words.ReadOrdinary(top.GetValueOrDefault("ordinary"));
        _words.ReadSets(top.GetValueOrDefault("sets"), root, _source.List(top, "exact").Select(e => e.Value));
        ReadPhrases(top.GetValueOrDefault("phrases"));
        var idioms = ReadPatterns(top.GetValueOrDefault("idioms"), negatable: false);
        var contexts = ReadContexts(top.GetValueOrDefault("contexts"));
        _words.PatternsTell = true;
        var frames = ReadFrames(top.GetValueOrDefault("frames"), root);
        IndexAll(idioms, contexts, frames, root);
        _words.Vocabulary.Seal();
        _words.Phrases.Seal();
        return new Lexicon(
            _source.Text(top, "language", root),
            _source.Text(top, "version", root),
            _source.Text(top, "reviewed_by", root),
            _source.Text(top, "date", root))
        {
            Vocabulary = _words.Vocabulary,
            Phrases = _words.Phrases,
            Contexts = contexts,
            Frames = frames,
            Rewrites = _words.Rewrites,
            Known = _words.Known(),
            Index = _index,
        };
    }

    private void ReadPhrases(YamlNode? node)
    {
        foreach (var (name, body) in node is null ? [] : _source.Keys(node))
        {
            var patterns = ReadPatterns(body, negatable: false);
            if (_words.Has(name) || patterns.Length == 0 || !_patterns.TryAdd(name, _nodes.Choice([.. patterns.Select(p => p.Node)])))
            {
                _source.Fault(body, $"the phrase '{name}' is empty or there is a set of that name");
            }
        }
    }

    private PatternNode? Reference(string name) =>
        _words.Node(name) ?? _patterns.GetValueOrDefault(name);

    private ImmutableArray<Pattern> ReadPatterns(YamlNode? node, bool negatable)
    {
        var patterns = ImmutableArray.CreateBuilder<Pattern>();
        foreach (var (offset, line) in LexiconSource.Lines(node))
        {
            var plain = line.StartsWith("~ ", StringComparison.Ordinal);
            try
            {
                var pattern = _parser.Parse(plain ? line[2..] : line);
                patterns.Add(new Pattern(pattern, negatable && !plain && !_words.SpeaksOfNegation(pattern)));
            }
            catch (FormatException wrong)
            {
                _source.Fault(node!, $"'{line}': {wrong.Message}", offset);
            }
        }

        return patterns.ToImmutable();
    }

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
        int Commonness(int set) => _words.Weight(set) + _index.Hanging(set);
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

        _index.Seal(_words.Phrases.SetCount);
    }
}
