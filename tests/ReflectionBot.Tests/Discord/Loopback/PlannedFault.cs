namespace ReflectionBot.Tests.Discord.Loopback;

/// <summary>What goes wrong with the next call of a route.</summary>
public enum PlannedFault
{
    /// <summary>The connection is cut before anything was done.</summary>
    ResetBefore,

    /// <summary>It is done, and the connection is cut before the answer.</summary>
    ResetAfter,

    /// <summary>500; nothing was done.</summary>
    Error500,

    /// <summary>500, although it was done.</summary>
    Error500After,

    /// <summary>502 with a proxy's page.</summary>
    Html502,

    /// <summary>429 for the route, one second.</summary>
    TooFast,

    /// <summary>429 that others of the channel have caused, one second.</summary>
    TooFastShared,

    /// <summary>429 for everything, one second.</summary>
    TooFastGlobal,

    /// <summary>429 with a page and without a word about how long.</summary>
    TooFastHtml,

    /// <summary>200 with half a JSON body; it was done.</summary>
    HalfJson,

    /// <summary>403, missing permissions.</summary>
    Forbidden,

    /// <summary>400, five followups are all that an app may say that only a person has installed.</summary>
    TooManyFollowups,

    /// <summary>404, unknown interaction.</summary>
    UnknownInteraction,

    /// <summary>404, unknown channel.</summary>
    UnknownChannel,

    /// <summary>Done and answered only when the test lets it go on.</summary>
    Held,
}
