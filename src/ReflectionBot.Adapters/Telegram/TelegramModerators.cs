using System.Collections.Immutable;
using System.Globalization;
using ReflectionBot.Adapters.Telegram.Wire;
using ReflectionBot.Core.Groups;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Adapters.Telegram;

/// <summary>
/// A group's administrators moderate it, anonymous ones included: Telegram lists them all to a member, and tells the status of a single one reliably only to
/// an administrator.
/// </summary>
internal sealed class TelegramModerators(BotApi api, TimeProvider clock) : IModerators
{
    /// <summary>Part of the time a turn may take; Telegram answers in a fraction of it or is in trouble.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);

    public string Platform => TelegramOptions.Platform;

    /// <remarks>Telegram knows no roles: whoever administrates decides everything.</remarks>
    public async ValueTask<Standing> StandingAsync(Address group, Address person, ImmutableArray<string> roles, CancellationToken cancellationToken)
    {
        if (IdOf(group) is not ({ } chat and < 0) || IdOf(person) is not ({ } user and > 0))
        {
            return Standing.None;
        }

        using var limit = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var administrators = await api.GetChatAdministratorsAsync(new GetChatAdministrators(chat), either.Token);
            return (administrators.Value ?? []).Any(one =>
                one is { Status: ChatMember.Creator or ChatMember.Administrator, User: { IsBot: false } known } && known.Id == user) ? Standing.Manages : Standing.None;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Standing.None;
        }
    }

    private static long? IdOf(Address address) =>
        address.Platform == TelegramOptions.Platform && long.TryParse(address.Local, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id) ? id : null;
}
