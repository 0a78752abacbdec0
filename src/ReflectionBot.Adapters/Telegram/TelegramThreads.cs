using System.Collections.Concurrent;
using System.Globalization;
using ReflectionBot.Adapters.Telegram.Wire;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Adapters.Telegram;

/// <summary>
/// Discussions: a forum topic where the group has topics and lets the bot open them, else an ordinary post. A message in a topic is named
/// <c>topic/message</c>.
/// </summary>
internal sealed class TelegramThreads(BotApi api, RateBudget budget, TelegramOutcomes outcomes, TelegramState state)
{
    private const int MaxBegun = 1000;

    /// <summary>Topics that were opened and whose first words did not go yet, by Delivery: a second attempt goes on there.</summary>
    private readonly ConcurrentDictionary<string, int> _begun = new(StringComparer.Ordinal);

    /// <summary>The message's own id; 0 for what is none of ours.</summary>
    public static int Message(string id) =>
        int.TryParse(id.AsSpan(id.IndexOf('/', StringComparison.Ordinal) + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    public async Task<SendOutcome> OpenAsync(Delivery delivery, long chat, ThreadOpening opening, CancellationToken cancellationToken)
    {
        if (!TelegramKeyboard.Fits(opening.Options))
        {
            return new SendOutcome.Invalid("an option's id has no bytes or more than 64");
        }

        int? topic = _begun.TryRemove(delivery.Id, out var begun) ? begun : null;
        string? lacking = null;
        if (topic is null)
        {
            var created = await api.CreateForumTopicAsync(new CreateForumTopic(chat, opening.Name), cancellationToken);
            topic = created.Value?.MessageThreadId;
            lacking = created.Failure is { } refused && IsWithoutTopics(refused) ? "telegram.right.topics" : null;
            if (created.Failure is not (null or ApiFailure.Invalid) && !IsWithoutTopics(created.Failure))
            {
                return outcomes.Of(chat, created.Failure)!;
            }

            budget.Count(chat);
        }

        var text = topic is null ? $"{opening.Name}\n\n{opening.Text}" : opening.Text;
        var sent = await api.SendMessageAsync(
            Words(chat, topic ?? DeepLinks.TopicOf(opening.Thread), text) with { ReplyMarkup = TelegramKeyboard.Of(opening.Options, plain: false, DeepLinks.PayloadOf, state.Me?.Username) },
            cancellationToken);
        if (sent.Failure is null)
        {
            var message = sent.Value!.MessageId.ToString(CultureInfo.InvariantCulture);
            return new SendOutcome.Sent([topic is null ? message : string.Create(CultureInfo.InvariantCulture, $"{topic}/{message}")]) { Lacking = lacking };
        }

        if (TelegramOutcomes.IsTopicGone(sent.Failure))
        {
            return new SendOutcome.ThreadGone("the topic is gone");
        }

        var outcome = outcomes.Of(chat, sent.Failure)!;
        if (topic is { } opened && outcome is SendOutcome.RetryAfter or SendOutcome.Doubtful && _begun.Count < MaxBegun)
        {
            _begun[delivery.Id] = opened;
        }

        return outcome;
    }

    public async Task<SendOutcome> CloseAsync(Delivery delivery, long chat, ThreadClosing closing, CancellationToken cancellationToken)
    {
        if (delivery.Target is not [.., var last] || Message(last) is not (> 0 and var message))
        {
            return new SendOutcome.ThreadGone("it was never opened");
        }

        var topic = last.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash ? DeepLinks.TopicOf(last[..slash]) : null;
        var said = await api.SendMessageAsync(Words(chat, topic, closing.Text), cancellationToken);
        if (said.Failure is not null)
        {
            return TelegramOutcomes.IsTopicGone(said.Failure) ? new SendOutcome.ThreadGone("the topic is gone") : outcomes.Of(chat, said.Failure)!;
        }

        // What is left is for the eye: it is tried once, so that the last words are not said twice.
        budget.Count(chat);
        await api.EditMessageReplyMarkupAsync(new EditMessageReplyMarkup(chat, message, ReplyMarkup: null), cancellationToken);
        if (topic is { } open)
        {
            budget.Count(chat);
            await api.CloseForumTopicAsync(new CloseForumTopic(chat, open), cancellationToken);
        }

        return new SendOutcome.Sent([]);
    }

    private static SendMessage Words(long chat, int? topic, string text) =>
        new(chat, TextPart.Split(text, TelegramSender.MaxText).First()) { MessageThreadId = topic, LinkPreviewOptions = LinkPreviewOptions.None };

    /// <summary>The bot may write there, and nothing more.</summary>
    private static bool IsWithoutTopics(ApiFailure failure) =>
        failure is ApiFailure.Refused refused && refused.Reason.Contains("not enough rights", StringComparison.OrdinalIgnoreCase);
}
