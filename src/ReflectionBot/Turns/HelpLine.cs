using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using NodaTime;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Crisis;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Outbox;

namespace ReflectionBot.Turns;

/// <summary>
/// The one exception to "first durable, then said": straight to the platform, past lanes, database and Outbox. Nothing here
/// throws, and help goes out once per Input however often that is offered again.
/// </summary>
public sealed partial class HelpLine(
    EmergencyCard card,
    Func<Pack> pack,
    SeenAddresses seen,
    IEnumerable<ISender> senders,
    OutboxSender outbox,
    IClock clock,
    TurnMetrics metrics,
    ILogger<HelpLine> logger)
{
    /// <summary>How long one attempt may take before the message is handed to the Outbox's memory to be tried on.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly Duration BetweenNotices = Duration.FromMinutes(1);

    private readonly Dictionary<string, ISender> _senders = senders.ToDictionary(sender => sender.Platform, StringComparer.Ordinal);
    private readonly RecentMap<string, bool> _helped = new(10_000);
    private readonly RecentMap<Address, Instant> _noticed = new(10_000);

    /// <summary>Sends the Card. Completes when the platform has it or the Outbox tries on.</summary>
    public async Task HelpAsync(Input input)
    {
        if (!_helped.TrySet(input.Id, true, static _ => false))
        {
            return;
        }

        metrics.HelpedDirectly();
        var cards = Cards(input, storageDown: true);
        for (var i = 0; i < cards.Length; i++)
        {
            await SendAsync(input.Address, IdOf($"{i}/{input.Id}"), cards[i]);
        }
    }

    /// <summary>Whether words that are no Input call for help.</summary>
    public bool IsCalledIn(string words, Screening screening) => HelpCall.IsIn(words, screening, pack());

    /// <summary>Whether the Input calls for help, by itself or as an answer to the plain question.</summary>
    public bool IsCalledBy(Input input) => HelpCall.IsMadeBy(input, pack()) || HelpCall.Answers(input, seen.Of(input));

    /// <summary>What the Card says to this Input.</summary>
    public ImmutableArray<Outgoing> Cards(Input input, bool storageDown) => card(input, seen.Of(input), storageDown);

    /// <summary>Says one of the bot's own texts, at most once a minute per Address; not tried again.</summary>
    public async Task NoticeAsync(Input input, string messageKey)
    {
        var now = clock.GetCurrentInstant();
        if (_noticed.TrySet(input.Address, now, last => now - last >= BetweenNotices))
        {
            await SendAsync(input.Address, IdOf($"{messageKey}/{input.Id}"), Notice(input, messageKey) with { UsefulUntil = now + BetweenNotices });
        }
    }

    public Reply Notice(Input input, string messageKey) =>
        new(pack().In(seen.Of(input).Language).Text(messageKey)) { Kind = ReplyKind.Notice };

    private async Task SendAsync(Address address, string id, Outgoing outgoing)
    {
        if (!_senders.TryGetValue(address.Platform, out var sender))
        {
            LogNoSender(address.Platform);
            return;
        }

        SendOutcome outcome;
        try
        {
            if (sender.Pace(address, outgoing.Urgency) > Duration.Zero)
            {
                outbox.OfferUnstored(address, id, outgoing);
                return;
            }

            outcome = await sender.SendAsync(new Delivery(id, address, outgoing, []), CancellationToken.None).WaitAsync(Patience);
        }
        catch (Exception exception)
        {
            outcome = new SendOutcome.Doubtful(exception.GetType().Name);
        }

        switch (outcome)
        {
            case SendOutcome.Sent sent:
                outbox.SentPast(address, sent.MessageIds);
                break;
            case SendOutcome.RetryAfter:
                outbox.OfferUnstored(address, id, outgoing);
                break;
            case SendOutcome.Doubtful:
                outbox.OfferUnstored(address, id, outgoing, inDoubt: true);
                break;
            case SendOutcome.Invalid when outgoing is Reply { Urgency: Urgency.Help, Options.IsEmpty: false } reply:
                // Buttons are what a platform is most particular about; the words are what helps.
                LogNotSent(address.Platform, outcome.GetType().Name);
                await SendAsync(address, IdOf($"plain/{id}"), reply with { Options = [] });
                break;
            default:
                LogNotSent(address.Platform, outcome.GetType().Name);
                break;
        }
    }

    /// <summary>The same for the same Input.</summary>
    private static string IdOf(string text) => DeliveryIds.Of(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    [LoggerMessage(Level = LogLevel.Error, Message = "There is no sender for {Platform}.")]
    private partial void LogNoSender(string platform);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Platform} did not take a message sent past the storage: {Outcome}.")]
    private partial void LogNotSent(string platform, string outcome);
}
