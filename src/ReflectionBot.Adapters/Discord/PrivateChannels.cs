using ReflectionBot.Adapters.Discord.Wire;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Adapters.Discord;

/// <summary>Which channel is the private chat with whom; and whose is closed, so that Discord is not asked again what it has refused.</summary>
internal sealed class PrivateChannels(DiscordApi api)
{
    /// <summary>People remembered; beyond it all are looked up anew.</summary>
    public const int Max = 50_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _channels = new(StringComparer.Ordinal);
    private readonly HashSet<string> _closed = new(StringComparer.Ordinal);

    /// <summary>The person writes or presses there: it is open.</summary>
    public void Learn(string person, string channel)
    {
        lock (_gate)
        {
            _closed.Remove(person);
            if (_channels.Count >= Max && !_channels.ContainsKey(person))
            {
                _channels.Clear();
            }

            _channels[person] = channel;
        }
    }

    /// <summary>Discord does not know that channel any more: it is opened anew.</summary>
    public void Forget(string person)
    {
        lock (_gate)
        {
            _channels.Remove(person);
        }
    }

    /// <summary>The person did something somewhere: what was closed may be tried once more.</summary>
    public void Unclose(string person)
    {
        lock (_gate)
        {
            _closed.Remove(person);
        }
    }

    public void Close(string person)
    {
        lock (_gate)
        {
            if (_closed.Count >= Max)
            {
                _closed.Clear();
            }

            _closed.Add(person);
        }
    }

    public bool IsClosed(string person)
    {
        lock (_gate)
        {
            return _closed.Contains(person);
        }
    }

    public async Task<RestResult<string>> OfAsync(string person, Urgency urgency, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_channels.TryGetValue(person, out var known))
            {
                return new RestResult<string>(known, null);
            }
        }

        var opened = await api.OpenChannelAsync(person, urgency, cancellationToken);
        if (opened.Failure is { } failure)
        {
            return failure;
        }

        var channel = opened.Value!.Id;
        lock (_gate)
        {
            if (_channels.Count >= Max)
            {
                _channels.Clear();
            }

            _channels[person] = channel;
        }

        return new RestResult<string>(channel, null);
    }
}
