using System.Runtime.CompilerServices;

namespace ReflectionBot.Core.Crisis.Screen;

/// <summary>
/// Makes the nodes of one lexicon's patterns, equal ones once: thousands of patterns say "I", "will" or "him or her" the same way. A node is equal to
/// another when it is of its kind and its parts are the same nodes.
/// </summary>
internal sealed class SharedNodes
{
    private readonly Dictionary<PatternNode[], PatternNode> _sequences = new(SameParts.Comparer);
    private readonly Dictionary<PatternNode[], PatternNode> _choices = new(SameParts.Comparer);
    private readonly Dictionary<PatternNode, PatternNode> _optional = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<(PatternNode Inner, bool Behind), PatternNode> _refusing = [];
    private readonly Dictionary<int, PatternNode> _gaps = [];
    private readonly Dictionary<Place, PatternNode> _places = [];

    public PatternNode Sequence(PatternNode[] parts) => parts is [var one] ? one : Once(_sequences, parts, static parts => new SequenceNode(parts));

    public PatternNode Choice(PatternNode[] choices) => choices is [var one] ? one : Once(_choices, choices, static choices => new ChoiceNode(choices));

    public PatternNode Optional(PatternNode inner) => Once(_optional, inner, static inner => new OptionalNode(inner));

    public PatternNode Refuse(PatternNode inner, bool behind) => Once(_refusing, (inner, behind), static ((PatternNode Inner, bool Behind) what) => new RefuseNode(what.Inner, what.Behind));

    public PatternNode Gap(int words) => Once(_gaps, words, static words => new GapNode(words));

    public PatternNode At(Place place) => Once(_places, place, static place => new PlaceNode(place));

    private static PatternNode Once<TKey>(Dictionary<TKey, PatternNode> made, TKey key, Func<TKey, PatternNode> make)
        where TKey : notnull
    {
        if (!made.TryGetValue(key, out var node))
        {
            node = make(key);
            made.Add(key, node);
        }

        return node;
    }

    private sealed class SameParts : IEqualityComparer<PatternNode[]>
    {
        public static readonly SameParts Comparer = new();

        public bool Equals(PatternNode[]? one, PatternNode[]? other) => one.AsSpan().SequenceEqual(other.AsSpan());

        public int GetHashCode(PatternNode[] parts)
        {
            var hash = default(HashCode);
            foreach (var part in parts)
            {
                hash.Add(RuntimeHelpers.GetHashCode(part));
            }

            return hash.ToHashCode();
        }
    }
}
