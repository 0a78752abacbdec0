namespace ReflectionBot.Verbs;

/// <summary>What the program tells the shell; documented in docs/operating.md.</summary>
public static class ExitCodes
{
    public const int Done = 0;

    /// <summary>The verb ran and found something wrong: faulty content, a transcript that came out otherwise, an address that is not there.</summary>
    public const int Found = 1;

    /// <summary>Nothing ran: the arguments or the configuration are wrong; every fault has been listed on standard error.</summary>
    public const int Misused = 2;

    /// <summary>Something outside failed: the database, the key, the address to listen on.</summary>
    public const int Failed = 3;
}
