using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using ReflectionBot.Core.Crisis;
using ReflectionBot.Core.Crisis.Screen;

namespace ReflectionBot.Core.Tests.Crisis.Screen;

/// <summary>One made-up message with what the screen ought to make of it. No real person's words.</summary>
internal sealed record DevCase(string Id, string Text, string Lang, string Label, int Severity, string Why)
{
    public bool IsCrisis => Label is "self_harm" or "violence_danger";

    public Tier Read() => CrisisScreen.BuiltIn.Read(Text).Tier;
}

internal static partial class DevCases
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    public static ImmutableArray<DevCase> All { get; } =
        [.. Load("*-cases.jsonl")];

    /// <summary>Ways of saying each kind of danger, written before it was known which are found.</summary>
    public static ImmutableArray<DevCase> Paraphrases { get; } = [.. Load("paraphrases.jsonl")];

    /// <summary>Talk that holds telling words and no danger; <see cref="DevCase.Why"/> is twin, everyday, answer or sadness.</summary>
    public static ImmutableArray<DevCase> Ordinary { get; } = [.. Load("ordinary.jsonl")];

    /// <summary>Written apart from everything else; nobody reads them while writing rules.</summary>
    public static ImmutableArray<DevCase> Unseen { get; } = [.. Load("unseen.jsonl"), .. Load("unseen-2.jsonl")];

    /// <summary>By seven more writers, after the last limit was chosen; most of it is told by details, or is one clause among others.</summary>
    public static ImmutableArray<DevCase> Newest { get; } = [.. Load("unseen-3.jsonl")];

    /// <summary>Near-misses written together: alike in words, unlike in meaning.</summary>
    public static IEnumerable<IGrouping<string, DevCase>> Pairs() => All
        .Where(c => PairMark().IsMatch(c.Why))
        .GroupBy(c => PairMark().Match(c.Why).Value, StringComparer.Ordinal);

    private static IEnumerable<DevCase> Load(string files) =>
        Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Crisis", "Screen"), files)
            .Order(StringComparer.Ordinal)
            .SelectMany(File.ReadLines)
            .Where(l => l.Length > 0)
            .Select(l => JsonSerializer.Deserialize<DevCase>(l, Options)!);

    [GeneratedRegex(@"pair P\d+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex PairMark();
}
