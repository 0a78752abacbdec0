namespace ReflectionBot.Adapters.Telegram;

/// <summary>
/// Which updates brought to the webhook were not taken. Telegram brings each again for a day, and those of its chat wait behind it: one that the bot fails
/// over again and again, while it takes others, is given up as by polling.
/// </summary>
internal sealed class UpdateFaults
{
    private const int MaxRemembered = 1000;

    private readonly Lock _gate = new();
    private readonly Dictionary<long, (int Faults, long OthersTaken)> _failed = [];
    private long _taken;

    public void Took(long updateId)
    {
        lock (_gate)
        {
            _taken++;
            _failed.Remove(updateId);
        }
    }

    /// <returns>True when it is given up.</returns>
    public bool Failed(long updateId)
    {
        lock (_gate)
        {
            var faults = _failed.TryGetValue(updateId, out var before) && _taken > before.OthersTaken ? before.Faults + 1 : before.Faults;
            if (faults >= UpdateLane.MaxFaults)
            {
                _failed.Remove(updateId);
                return true;
            }

            if (_failed.Count >= MaxRemembered)
            {
                _failed.Clear();
            }

            _failed[updateId] = (faults, _taken);
            return false;
        }
    }
}
