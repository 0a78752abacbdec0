namespace ReflectionBot.Hosting;

/// <summary>One value an operator may set, in <c>appsettings.json</c>, the environment, a file or on the command line.</summary>
/// <param name="Key">As written in JSON and on the command line; in the environment <c>:</c> becomes <c>__</c>.</param>
/// <param name="Meaning">One line for the README's table.</param>
/// <param name="Rule">What a value must be, put so that it can follow "must be".</param>
public sealed record Setting(string Key, string Meaning, string Rule)
{
    /// <summary>What holds when nothing is given, in words; null when nothing holds.</summary>
    public string? Default { get; init; }

    /// <summary>Never printed, not even when it is wrong.</summary>
    public bool Secret { get; init; }

    public Func<string, bool> Accepts { get; init; } = static _ => true;

    public string Section => Key[..Key.IndexOf(':', StringComparison.Ordinal)];
}

/// <summary>One fault in the configuration; an operator sees all of them at once.</summary>
/// <param name="Given">The value found, or null when it must not or cannot be shown.</param>
public sealed record ConfigurationFault(string Key, string Rule, string? Given)
{
    private const int LongestShown = 80;

    public override string ToString() => Given switch
    {
        null => $"{Key}: {Rule}",
        { Length: > LongestShown } => $"{Key}: {Rule}; given \"{Given[..LongestShown]}…\"",
        _ => $"{Key}: {Rule}; given \"{Given}\"",
    };
}
