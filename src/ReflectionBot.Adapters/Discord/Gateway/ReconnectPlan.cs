namespace ReflectionBot.Adapters.Discord.Gateway;

/// <summary>What comes after the end of a connection.</summary>
/// <param name="KeepsSession">Try to resume; otherwise identify anew.</param>
/// <param name="Pause">Before the next connection.</param>
/// <param name="Remedy">When there is no next one: what an operator has to do.</param>
internal sealed record NextConnection(bool KeepsSession, TimeSpan Pause, string? Remedy = null);

/// <summary>
/// Decides what comes after each end. At once after a healthy connection: an interaction waits three seconds for its answer. Longer and
/// longer when Discord stays away, and longest between identifies, because Discord counts those and resets the token of who spends them.
/// </summary>
internal sealed class ReconnectPlan(Func<double> roll)
{
    /// <summary>A connection that served so long ended for a reason of its own, not for that of the one before.</summary>
    public static readonly TimeSpan Healthy = TimeSpan.FromSeconds(60);

    /// <summary>Ends in a row after a short service that are followed at once.</summary>
    public const int FreeQuickEnds = 3;

    private static readonly TimeSpan _afterTooMany = TimeSpan.FromSeconds(5);

    private readonly Backoff _away = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60), roll);
    private readonly Backoff _identify = new(TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(10), roll);
    private int _quickEnds;
    private int _identifies;

    /// <summary>Connections in a row that did not come to READY or RESUMED, whether they could be made or not.</summary>
    public int InVain { get; private set; }

    /// <param name="end">What ended.</param>
    /// <param name="hasSession">There is one that could be resumed.</param>
    public NextConnection After(ConnectionEnd end, bool hasSession)
    {
        Count(end);
        var code = end.Kind == EndKind.Closed ? CloseCode.Of(end.Code) : null;
        if (code is { Then: AfterClose.Stop })
        {
            return new NextConnection(KeepsSession: false, TimeSpan.Zero, code.Remedy);
        }

        var keeps = hasSession && end.Kind != EndKind.SessionInvalid && code is not { Then: AfterClose.Identify };
        var pause = PauseOf(end, code);
        return new NextConnection(keeps, keeps ? pause : Longer(pause, BeforeIdentify(end)));
    }

    private void Count(ConnectionEnd end)
    {
        InVain = end.InService is null ? InVain + 1 : 0;
        _identifies += end.Identified ? 1 : 0;
        if (end.InService is not { } served)
        {
            return;
        }

        _quickEnds = served < Healthy ? _quickEnds + 1 : 0;
        if (_quickEnds <= FreeQuickEnds)
        {
            _away.Reset();
        }

        if (served >= Healthy)
        {
            _identify.Reset();
            _identifies = 0;
        }
    }

    private TimeSpan PauseOf(ConnectionEnd end, CloseCode? code)
    {
        if (code is { Then: AfterClose.ResumeLater })
        {
            return _afterTooMany;
        }

        return end.InService is not null && _quickEnds <= FreeQuickEnds || (end.Kind == EndKind.SessionInvalid && !end.Identified) ? TimeSpan.Zero : _away.Next();
    }

    /// <summary>Discord's older rule for op 9: one to five seconds. Beyond that, who identified in vain waits.</summary>
    private TimeSpan BeforeIdentify(ConnectionEnd end)
    {
        var asked = end.Kind == EndKind.SessionInvalid ? TimeSpan.FromSeconds(1 + (4 * roll())) : TimeSpan.Zero;
        return _identifies > 1 ? Longer(asked, _identify.Next()) : asked;
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
