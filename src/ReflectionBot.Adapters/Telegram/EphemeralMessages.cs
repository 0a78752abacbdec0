using System.Globalization;
using ReflectionBot.Adapters.Telegram.Wire;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Adapters.Telegram;

/// <summary>What became of a message for one member of a group.</summary>
internal enum Seen
{
    /// <summary>Nobody saw it.</summary>
    ByNobody,

    /// <summary>Handed over for that one alone.</summary>
    ByOne,

    /// <summary>The server does not know of such messages and showed it to the whole group.</summary>
    ByAll,
}

/// <summary>
/// Messages in a group that one member alone sees (Bot API 10.2, as 10.3 has them). A server that does not know them passes over what it does not know and shows
/// the message to all. So what may be seen by all is sent that way first, and the rest only when the server has proved that it knows them.
/// </summary>
internal sealed class EphemeralMessages(BotApi api, RateBudget budget, TimeProvider clock)
{
    /// <summary>A group that refused one is not asked again for so long.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromHours(1);

    private const int MaxRemembered = 10_000;

    /// <summary>Begins the id of such a message, where those of others begin with a digit.</summary>
    private const char Mark = '~';

    private readonly Lock _gate = new();
    private readonly Dictionary<long, long> _refusedAt = [];
    private bool? _known;

    /// <summary>The server has shown one to its receiver alone in this life of the process.</summary>
    public bool IsProven
    {
        get
        {
            lock (_gate)
            {
                return _known is true;
            }
        }
    }

    /// <summary>False where it would be refused, as far as is known.</summary>
    public bool IsWorthTrying(long chat)
    {
        lock (_gate)
        {
            return _known is not false && !(_refusedAt.TryGetValue(chat, out var at) && clock.GetElapsedTime(at) < Rest);
        }
    }

    /// <summary>Says what all may see to one alone, where that is possible. Its share of the rates was taken before.</summary>
    public async Task<Seen> SayAsync(SendMessage message, long person, CancellationToken cancellationToken) =>
        (await SendAsync(message with { EphemeralMessageParameters = new EphemeralMessageParameters(person) }, cancellationToken)).Seen;

    /// <summary>Says what nobody else may see, in answer to a press.</summary>
    /// <returns>The message's id, for <see cref="RemoveAsync"/>; null when it was not sent.</returns>
    public async Task<string?> AnswerAsync(SendMessage message, long person, string callbackId, CancellationToken cancellationToken)
    {
        if (!IsProven || !IsWorthTrying(message.ChatId) || budget.Take(message.ChatId, Urgency.Reply) > TimeSpan.Zero)
        {
            return null;
        }

        var parameters = new EphemeralMessageParameters(person) { CallbackQueryId = callbackId };
        var (seen, id) = await SendAsync(message with { EphemeralMessageParameters = parameters }, cancellationToken);
        return seen == Seen.ByOne ? string.Create(CultureInfo.InvariantCulture, $"{Mark}{message.ChatId}/{id}") : null;
    }

    public static bool IsOne(string id) => id.StartsWith(Mark);

    /// <summary>Best effort: its receiver may have lost it already.</summary>
    public async Task RemoveAsync(string id, long person, CancellationToken cancellationToken)
    {
        if (id.Split('/') is [var place, var number]
            && long.TryParse(place.AsSpan(1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var chat)
            && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var message))
        {
            await api.DeleteEphemeralMessageAsync(new DeleteEphemeralMessage(chat, person, message), cancellationToken);
        }
    }

    private async Task<(Seen Seen, long Id)> SendAsync(SendMessage message, CancellationToken cancellationToken)
    {
        var result = await api.SendMessageAsync(message, cancellationToken);
        switch (result.Failure)
        {
            case null:
                var id = result.Value!.EphemeralMessageId;
                lock (_gate)
                {
                    _known = id is not null;
                }

                return (id is null ? Seen.ByAll : Seen.ByOne, id ?? 0);
            case ApiFailure.TooFast fast:
                budget.Flooded(message.ChatId, fast.Delay.ToTimeSpan());
                break;
            case ApiFailure.Invalid or ApiFailure.Refused:
                Refused(message.ChatId);
                break;
            default:
                break;
        }

        return (Seen.ByNobody, 0);
    }

    private void Refused(long chat)
    {
        lock (_gate)
        {
            if (_refusedAt.Count >= MaxRemembered)
            {
                _refusedAt.Clear();
            }

            _refusedAt[chat] = clock.GetTimestamp();
        }
    }
}
