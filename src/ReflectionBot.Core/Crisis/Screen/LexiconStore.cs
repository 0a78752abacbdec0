using System.Collections.Immutable;

namespace ReflectionBot.Core.Crisis.Screen;

/// <summary>Loads every lexicon compiled into this assembly: a language is one file in <c>content/crisis/lexicon</c>.</summary>
internal static class LexiconStore
{
    private const string Folder = "crisis/lexicon/";

    /// <summary>Loads the built-in lexicons, without some of their rule groups when tests ask what each group is worth.</summary>
    public static CrisisScreen Load(IReadOnlyCollection<string> groupsLeftOut)
    {
        var assembly = typeof(LexiconStore).Assembly;
        var names = assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith(Folder, StringComparison.Ordinal) && n.EndsWith(".yaml", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
        var faults = new List<string>();
        var lexicons = ImmutableArray.CreateBuilder<Lexicon>();
        foreach (var name in names)
        {
            using var text = new StreamReader(assembly.GetManifestResourceStream(name)!);
            if (LexiconCompiler.Compile(name, text, faults, groupsLeftOut) is { } lexicon)
            {
                lexicons.Add(lexicon);
            }
        }

        if (lexicons.Count == 0 && faults.Count == 0)
        {
            faults.Add($"{Folder}: no lexicon is compiled in");
        }

        return faults.Count == 0 ? new CrisisScreen(lexicons.ToImmutable()) : throw new InvalidLexiconException(faults);
    }
}

/// <summary>One or more lexicons cannot be used. <see cref="Faults"/> lists all of them as <c>file:line: rule</c>.</summary>
public sealed class InvalidLexiconException : Exception
{
    public InvalidLexiconException()
        : this([])
    {
    }

    public InvalidLexiconException(string message)
        : base(message)
    {
        Faults = [message];
    }

    public InvalidLexiconException(string message, Exception innerException)
        : base(message, innerException)
    {
        Faults = [message];
    }

    public InvalidLexiconException(IReadOnlyCollection<string> faults)
        : base($"The lexicons of the crisis screen have {faults.Count} fault(s):\n{string.Join("\n", faults)}")
    {
        Faults = [.. faults];
    }

    public ImmutableArray<string> Faults { get; }
}
