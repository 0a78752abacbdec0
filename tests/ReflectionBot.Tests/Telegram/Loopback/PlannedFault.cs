namespace ReflectionBot.Tests.Telegram.Loopback;

/// <summary>What goes wrong with the next call of a method.</summary>
internal enum PlannedFault
{
    /// <summary>The connection is cut before anything was done.</summary>
    ResetBefore,

    /// <summary>It is done, and the connection is cut before the answer.</summary>
    ResetAfter,

    /// <summary>500 with a JSON body.</summary>
    Error500,

    /// <summary>502 with a proxy's page.</summary>
    Html502,

    /// <summary>Nothing, until the caller gives up.</summary>
    Silence,

    /// <summary>429, wait one second.</summary>
    TooFast,

    /// <summary>200 with half a JSON body; it was done.</summary>
    HalfJson,

    /// <summary>409, another poller.</summary>
    Conflict,

    /// <summary>403, blocked by the person.</summary>
    Blocked,

    /// <summary>400, the group has a new id.</summary>
    Migrated,
}
