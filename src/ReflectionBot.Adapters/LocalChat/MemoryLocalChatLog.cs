using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Adapters.LocalChat;

/// <summary>Lines for as long as the process lives: for tests and for a bot that is to leave no trace.</summary>
public sealed class MemoryLocalChatLog : ILocalChatLog
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Address, List<VersionedLine>> _lines = [];
    private long _version;

    public Task AppendAsync(Address address, ChatLine line, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!_lines.TryGetValue(address, out var lines))
            {
                _lines[address] = lines = [];
            }

            if (!lines.Exists(known => known.Line.Id == line.Id))
            {
                lines.Add(new VersionedLine(++_version, line));
                lines.RemoveRange(0, Math.Max(0, lines.Count - ChatLine.MaxKept));
            }
        }

        return Task.CompletedTask;
    }

    public Task ChangeAsync(Address address, IReadOnlyList<string> ids, Func<ChatLine, ChatLine> change, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var lines = LinesOf(address);
            for (var i = 0; i < lines.Count; i++)
            {
                if (ids.Contains(lines[i].Line.Id))
                {
                    lines[i] = new VersionedLine(++_version, change(lines[i].Line));
                }
            }
        }

        return Task.CompletedTask;
    }

    public Task RemoveAsync(Address address, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            LinesOf(address).RemoveAll(line => ids.Contains(line.Line.Id));
        }

        return Task.CompletedTask;
    }

    public Task ClearAsync(Address address, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _lines.Remove(address);
        }

        return Task.CompletedTask;
    }

    public Task<ChatPage> ReadAsync(Address address, long afterVersion, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var lines = LinesOf(address);
            return Task.FromResult(new ChatPage(
                [.. lines.Select(line => line.Line.Id)],
                [.. lines.Where(line => line.Version > afterVersion)],
                lines.Select(line => line.Version).Append(afterVersion).Max()));
        }
    }

    public Task<ChatLine?> FindAsync(Address address, string id, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult(LinesOf(address).Find(line => line.Line.Id == id)?.Line);
        }
    }

    public Task<IReadOnlyList<Address>> AddressesAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<Address>>([.. _lines.Keys]);
        }
    }

    private List<VersionedLine> LinesOf(Address address) => _lines.GetValueOrDefault(address) ?? [];
}
