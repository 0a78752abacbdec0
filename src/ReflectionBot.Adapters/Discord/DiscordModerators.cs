using System.Collections.Immutable;
using ReflectionBot.Adapters.Discord.Wire;
using ReflectionBot.Core.Groups;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Adapters.Discord;

/// <summary>
/// Who may manage the server or its messages moderates, and whoever bears a role that those who manage it chose. Every press in a server says what the person may do there at that moment; whoever goes on in the
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
    private readonly Dictionary<Address, (string Server, Rights Rights, ImmutableArray<string> Roles, long At)> _latest = [];

    public string Platform => DiscordOptions.Platform;

    /// <summary>The latest thing a person did: in which server, with what rights and roles. Empty or null: elsewhere.</summary>
    public void Acted(Address person, string server, string? permissions, IReadOnlyList<string>? roles)
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

            _latest.Add(person, (server, rights, [.. roles ?? []], clock.GetTimestamp()));
        }
    }

    public async ValueTask<Standing> StandingAsync(Address group, Address person, ImmutableArray<string> roles, CancellationToken cancellationToken)
    {
        if (DiscordServers.IdOf(group) is not { } server || !DiscordSender.IsPerson(person))
        {
            return Standing.None;
        }

        lock (_gate)
        {
            if (_latest.TryGetValue(person, out var latest) && latest.Server == server && clock.GetElapsedTime(latest.At) < Fresh)
            {
                return DiscordPermissions.StandingOf(latest.Rights, latest.Roles, roles);
            }
        }

        using var limit = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await AskAsync(server, person.Local, roles, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Standing.None;
        }
    }

    private async Task<Standing> AskAsync(string server, string person, ImmutableArray<string> roles, CancellationToken cancellationToken)
    {
        var known = await api.GetGuildAsync(server, cancellationToken);
        if (known.Value is not { } guild)
        {
            return Standing.None;
        }

        if ((await api.GetMemberAsync(server, person, cancellationToken)).Value is not { } member)
        {
            return Standing.None;
        }

        var rights = (guild.Roles ?? [])
            .Where(role => role.Id == server || (member.Roles ?? []).Contains(role.Id))
            .Aggregate(Rights.None, (all, role) => all | (DiscordPermissions.Read(role.Permissions) ?? Rights.None));
        return guild.OwnerId == person ? Standing.Manages : DiscordPermissions.StandingOf(rights, member.Roles ?? [], roles);
    }
}
