namespace ReflectionBot.Adapters.Telegram;

/// <summary>
/// Who called the bot from a group a moment ago. When Telegram does not let the bot write to them, because they never opened the private chat, the way there
/// is shown in the group, where it names nobody.
/// </summary>
internal sealed class GroupCalls(GroupLine line, TimeProvider clock)
{
    /// <summary>What is refused later has nothing to do with the call.</summary>
    public static readonly TimeSpan Matters = TimeSpan.FromMinutes(1);

    private const int MaxRemembered = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<long, (Reading.InGroup Call, long At, CancellationToken Process)> _calls = [];

    public void Remember(long person, Reading.InGroup call, CancellationToken process)
    {
        lock (_gate)
        {
            if (_calls.Count >= MaxRemembered)
            {
                _calls.Clear();
            }

            _calls[person] = (call, clock.GetTimestamp(), process);
        }
    }

    /// <summary>Something reached them, or the way was shown.</summary>
    public void Reached(long person)
    {
        lock (_gate)
        {
            _calls.Remove(person);
        }
    }

    /// <param name="person">Who cannot be reached.</param>
    /// <param name="help">What did not reach them was help.</param>
    public void Refused(long person, bool help)
    {
        (Reading.InGroup Call, long At, CancellationToken Process) found;
        lock (_gate)
        {
            if (!_calls.Remove(person, out found))
            {
                return;
            }
        }

        if (clock.GetElapsedTime(found.At) < Matters)
        {
            line.Say(found.Call, help, found.Process);
        }
    }
}
