using ReflectionBot.Adapters.Discord.Wire;
using ReflectionBot.Core.Groups;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Adapters.Discord;

/// <summary>
/// Who may manage the server or its messages moderates. Every press in a server says what the person may do there at that moment; whoever goes on in the
/// private chat is asked for at Discord.
/// </summary>
internal sealed class DiscordModerators(DiscordApi api, TimeProvider clock) : IModerators
{
    /// <summary>Part of the time a turn may take; Discord answers in a fraction of it or is in trouble.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);

    /// <summary>How long after a press its turn is still the one that it belongs to.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);

    private const int Max = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<Address, (string Server, Rights Rights, long At)> _latest = [];

    public string Platform => DiscordOptions.Platform;

    /// <summary>The latest thing a person did: in which server, with what rights. Empty or null: elsewhere.</summary>
    public void Acted(Address person, string server, string? permissions)
    {
        lock (_gate)
        {
            _latest.Remove(person);
            if (server.Length == 0 || DiscordPermissions.Read(permissions) is not { } rights)
            {
                return;
            }

            if (_latest.Count >= Max)
            {
                _latest.Clear();
            }

            _latest.Add(person, (server, rights, clock.GetTimestamp()));
        }
    }

    public async ValueTask<bool> MayModerateAsync(Address group, Address person, CancellationToken cancellationToken)
    {
        if (DiscordServers.IdOf(group) is not { } server || !DiscordSender.IsPerson(person))
        {
            return false;
        }

        lock (_gate)
        {
            if (_latest.TryGetValue(person, out var latest) && latest.Server == server && clock.GetElapsedTime(latest.At) < Fresh)
            {
                return DiscordPermissions.Moderates(latest.Rights);
            }
        }

        using var limit = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await AskAsync(server, person.Local, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task<bool> AskAsync(string server, string person, CancellationToken cancellationToken)
    {
        var known = await api.GetGuildAsync(server, cancellationToken);
        if (known.Value is not { } guild)
        {
            return false;
        }

        if ((await api.GetMemberAsync(server, person, cancellationToken)).Value is not { } member)
        {
            return false;
        }

        var rights = (guild.Roles ?? [])
            .Where(role => role.Id == server || (member.Roles ?? []).Contains(role.Id))
            .Aggregate(Rights.None, (all, role) => all | (DiscordPermissions.Read(role.Permissions) ?? Rights.None));
        return guild.OwnerId == person || DiscordPermissions.Moderates(rights);
    }
}
