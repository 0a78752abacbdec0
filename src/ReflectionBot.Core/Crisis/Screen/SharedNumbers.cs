namespace ReflectionBot.Core.Crisis.Screen;

/// <summary>Groups of numbers, equal ones kept once. They are shared and so must not be written to.</summary>
internal sealed class SharedNumbers
{
    private readonly HashSet<int[]> _groups = new(new SameNumbers());

    public int[] Once(ReadOnlySpan<int> numbers)
    {
        var known = _groups.GetAlternateLookup<ReadOnlySpan<int>>();
        if (!known.TryGetValue(numbers, out var group))
        {
            group = numbers.ToArray();
            _groups.Add(group);
        }

        return group;
    }

    private sealed class SameNumbers : IEqualityComparer<int[]>, IAlternateEqualityComparer<ReadOnlySpan<int>, int[]>
    {
        public bool Equals(int[]? one, int[]? other) => one.AsSpan().SequenceEqual(other);

        public bool Equals(ReadOnlySpan<int> one, int[] other) => one.SequenceEqual(other);

        public int GetHashCode(int[] numbers) => GetHashCode(numbers.AsSpan());

        public int GetHashCode(ReadOnlySpan<int> numbers)
        {
            var hash = default(HashCode);
            foreach (var number in numbers)
            {
                hash.Add(number);
            }

            return hash.ToHashCode();
        }

        public int[] Create(ReadOnlySpan<int> numbers) => numbers.ToArray();
    }
}
