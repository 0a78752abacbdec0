using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using NodaTime;
using ReflectionBot.Adapters.Telegram.Wire;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Adapters.Telegram;

/// <summary>Carries out one Delivery at Telegram.</summary>
internal sealed class TelegramSender(BotApi api, RateBudget budget, TelegramOutcomes outcomes, TelegramState state, TelegramThreads threads, GroupTaps taps, GroupCalls calls, EphemeralMessages ephemeral) : ISender
{
    /// <summary>Telegram's limit for a text, counted more strictly than Telegram does: in UTF-16 units.</summary>
    public const int MaxText = 4096;

    public const int MaxCaption = 1024;

    /// <summary>Deliveries in parts that are remembered as begun; beyond it their first parts may go twice.</summary>
    private const int MaxBegun = 1000;

    /// <summary>After so many messages in a row that Telegram does not let go, the older ones are not tried: it deletes nothing of more than 48 hours ago.</summary>
    private const int MaxKept = 5;

    /// <summary>What stands for a text that is empty: Telegram takes no message without one.</summary>
    private const string Wordless = "…";

    /// <summary>Message ids of a Delivery whose first parts went and whose rest did not, so that a second attempt goes on there.</summary>
    private readonly ConcurrentDictionary<string, ImmutableArray<string>> _begun = new(StringComparer.Ordinal);

    public string Platform => TelegramOptions.Platform;

    public Duration Pace(Address address, Urgency urgency) =>
        ChatOf(address) is { } chat ? Duration.FromTimeSpan(budget.Take(chat, urgency)) : Duration.Zero;

    public Task<SendOutcome> SendAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        if (ChatOf(delivery.Address) is not { } chat)
        {
            return Task.FromResult<SendOutcome>(new SendOutcome.Invalid("not a chat of Telegram"));
        }

        return delivery.Outgoing switch
        {
            Reply reply when chat > 0 => ToPersonAsync(delivery, chat, reply, cancellationToken),
            Reply reply => ReplyAsync(delivery, chat, reply, cancellationToken),
            ThreadOpening opening when chat < 0 => threads.OpenAsync(delivery, chat, opening, cancellationToken),
            ThreadClosing closing when chat < 0 => threads.CloseAsync(delivery, chat, closing, cancellationToken),
            ReplyEdit edit => EditAsync(delivery, chat, edit, cancellationToken),
            ReplyRetirement retirement => RetireAsync(delivery, chat, retirement, cancellationToken),
            ReplyRemoval => RemoveAsync(delivery, chat, cancellationToken),
            WrittenRemoval written => RemoveWrittenAsync(chat, written, cancellationToken),
            _ => Task.FromResult<SendOutcome>(new SendOutcome.Invalid("unknown kind of outgoing")),
        };
    }

    public async Task ShowTypingAsync(Address address, CancellationToken cancellationToken)
    {
        if (ChatOf(address) is { } chat && !budget.IsQuiet(chat)
            && (await api.SendChatActionAsync(new SendChatAction(chat, "typing"), cancellationToken)).Failure is ApiFailure.TooFast fast)
        {
            budget.Flooded(chat, fast.Delay.ToTimeSpan());
        }
    }

    private static long? ChatOf(Address address) =>
        long.TryParse(address.Local, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var chat) ? chat : null;

    /// <summary>Somebody who tapped in a group is answered there as well; that the private chat is not open for the rest then costs nothing.</summary>
    private async Task<SendOutcome> ToPersonAsync(Delivery delivery, long person, Reply reply, CancellationToken cancellationToken)
    {
        var shown = taps.Show(person, reply);
        if (shown is { Group: { } group } && await ephemeral.AnswerAsync(InGroup(group, reply), person, shown.CallbackId, cancellationToken) is { } id)
        {
            return new SendOutcome.Sent([id]);
        }

        var outcome = await ReplyAsync(delivery, person, reply, cancellationToken);
        switch (outcome)
        {
            case SendOutcome.Refused when shown is not null:
                return new SendOutcome.Sent([]);
            case SendOutcome.Refused:
                calls.Refused(person, help: reply.Urgency is Urgency.Help);
                break;
            case SendOutcome.Sent:
                calls.Reached(person);
                break;
            default:
                break;
        }

        return outcome;
    }

    /// <summary>What goes on from there goes on in private.</summary>
    private SendMessage InGroup(long group, Reply reply) => new(group, reply.Text)
    {
        LinkPreviewOptions = LinkPreviewOptions.None,
        DisableNotification = true,
        ReplyMarkup = Keyboard(group, reply.Options.RemoveAll(static option => DeepLinks.PayloadOf(option.Id) is null)),
    };

    private async Task<SendOutcome> ReplyAsync(Delivery delivery, long chat, Reply reply, CancellationToken cancellationToken)
    {
        if (!TelegramKeyboard.Fits(reply.Options))
        {
            return new SendOutcome.Invalid("an option's id has no bytes or more than 64");
        }

        var parts = Parts(chat, reply, Back(delivery, reply));
        var sent = parts.Count > 1 && _begun.TryRemove(delivery.Id, out var begun) ? begun : [];
        for (var next = sent.Length; next < parts.Count; next++)
        {
            var outcome = next == 0 ? await CallAsync(chat, parts[next], cancellationToken) : await SpendAsync(chat, reply.Urgency, parts[next], cancellationToken);
            if (outcome is not SendOutcome.Sent one)
            {
                if (sent.Length > 0 && outcome is SendOutcome.RetryAfter or SendOutcome.Doubtful)
                {
                    if (_begun.Count >= MaxBegun)
                    {
                        _begun.Clear();
                    }

                    _begun[delivery.Id] = sent;
                }

                return outcome;
            }

            sent = sent.AddRange(one.MessageIds);
        }

        return new SendOutcome.Sent(sent);
    }

    /// <summary>To the post in the group, where Telegram has links to posts.</summary>
    private static InlineKeyboardButton? Back(Delivery delivery, Reply reply) =>
        reply.Back is { } way && delivery.Back is [.., var last] && ChatOf(Address.Parse(way.Group)) is { } group && DeepLinks.Post(group, TelegramThreads.Message(last)) is { } url
            ? new InlineKeyboardButton(way.Label) { Url = url }
            : null;

    private async Task<SendOutcome> SpendAsync(long chat, Urgency urgency, Func<CancellationToken, Task<ApiResult<SentMessage>>> part, CancellationToken cancellationToken)
    {
        var wait = budget.Take(chat, urgency);
        return wait > TimeSpan.Zero
            ? new SendOutcome.RetryAfter(Duration.FromTimeSpan(wait), RetryScope.Address)
            : await CallAsync(chat, part, cancellationToken);
    }

    private async Task<SendOutcome> CallAsync(long chat, Func<CancellationToken, Task<ApiResult<SentMessage>>> part, CancellationToken cancellationToken)
    {
        var result = await part(cancellationToken);
        return outcomes.Of(chat, result.Failure)
            ?? new SendOutcome.Sent([result.Value!.MessageId.ToString(CultureInfo.InvariantCulture)]);
    }

    /// <summary>The buttons stand under the last part.</summary>
    private List<Func<CancellationToken, Task<ApiResult<SentMessage>>>> Parts(long chat, Reply reply, InlineKeyboardButton? back)
    {
        var keyboard = TelegramKeyboard.With(Keyboard(chat, reply.Options, plain: reply.Kind == ReplyKind.Card), back);
        var topic = chat < 0 ? DeepLinks.TopicOf(reply.Thread) : null;
        bool? silent = reply.Silent ? true : null;
        bool? guarded = reply.Protect ? true : null;
        var asCaption = reply.Document is not null && reply.Text.Length <= MaxCaption;
        var texts = asCaption || (string.IsNullOrWhiteSpace(reply.Text) && reply.Document is not null)
            ? []
            : TextPart.Split(string.IsNullOrWhiteSpace(reply.Text) ? Wordless : reply.Text, MaxText).ToList();

        var parts = new List<Func<CancellationToken, Task<ApiResult<SentMessage>>>>(texts.Count + 1);
        for (var i = 0; i < texts.Count; i++)
        {
            var message = new SendMessage(chat, texts[i])
            {
                MessageThreadId = topic,
                LinkPreviewOptions = LinkPreviewOptions.None,
                DisableNotification = silent,
                ProtectContent = guarded,
                ReplyMarkup = i == texts.Count - 1 && reply.Document is null ? keyboard : null,
            };
            parts.Add(token => SendAsync(message, token));
        }

        if (reply.Document is { } document)
        {
            var request = new SendDocument(chat, "document", asCaption && !string.IsNullOrWhiteSpace(reply.Text) ? reply.Text : null)
            {
                MessageThreadId = topic,
                DisableContentTypeDetection = true,
                DisableNotification = silent,
                ProtectContent = guarded,
                ReplyMarkup = keyboard,
            };
            parts.Add(token => api.SendDocumentAsync(request, document, token));
        }

        return parts;
    }

    /// <summary>A topic can be deleted while something is on its way there; the group still has its general one.</summary>
    private async Task<ApiResult<SentMessage>> SendAsync(SendMessage message, CancellationToken cancellationToken)
    {
        var result = await api.SendMessageAsync(message, cancellationToken);
        if (message.MessageThreadId is null || !TelegramOutcomes.IsTopicGone(result.Failure))
        {
            return result;
        }

        budget.Count(message.ChatId);
        return await api.SendMessageAsync(message with { MessageThreadId = null }, cancellationToken);
    }

    /// <summary>In a group, what is private leads there.</summary>
    private InlineKeyboardMarkup? Keyboard(long chat, ImmutableArray<Option> options, bool plain = false) =>
        TelegramKeyboard.Of(options, plain, chat < 0 ? DeepLinks.PayloadOf : null, state.Me?.Username);

    private async Task<SendOutcome> EditAsync(Delivery delivery, long chat, ReplyEdit edit, CancellationToken cancellationToken)
    {
        if (!TelegramKeyboard.Fits(edit.Options))
        {
            return new SendOutcome.Invalid("an option's id has no bytes or more than 64");
        }

        var keyboard = Keyboard(chat, edit.Options);
        return await OnLastAsync(delivery, chat, (message, token) => edit.Text is { } text
            ? api.EditMessageTextAsync(
                new EditMessageText(chat, message, TextPart.Split(string.IsNullOrWhiteSpace(text) ? Wordless : text, MaxText).First())
                {
                    LinkPreviewOptions = LinkPreviewOptions.None,
                    ReplyMarkup = keyboard,
                },
                token)
            : api.EditMessageReplyMarkupAsync(new EditMessageReplyMarkup(chat, message, keyboard), token), cancellationToken);
    }

    /// <summary>What was chosen stays under the question as a button that does nothing; the words stay as they were, so a second attempt changes nothing.</summary>
    private Task<SendOutcome> RetireAsync(Delivery delivery, long chat, ReplyRetirement retirement, CancellationToken cancellationToken)
    {
        var chosen = TelegramKeyboard.OfChosen(retirement.Chosen);
        return OnLastAsync(delivery, chat, (message, token) => api.EditMessageReplyMarkupAsync(new EditMessageReplyMarkup(chat, message, chosen), token), cancellationToken);
    }

    private async Task<SendOutcome> OnLastAsync(Delivery delivery, long chat, Func<int, CancellationToken, Task<ApiResult<Done>>> change, CancellationToken cancellationToken)
    {
        if (Ids(delivery.Target) is not [.., var last])
        {
            return new SendOutcome.Sent([]);
        }

        var result = await change(last, cancellationToken);
        return TelegramOutcomes.IsAsWished(result.Failure) ? new SendOutcome.Sent([]) : outcomes.Of(chat, result.Failure) ?? new SendOutcome.Sent([]);
    }

    /// <summary>In a private chat a bot may delete what the person wrote, for two days.</summary>
    private async Task<SendOutcome> RemoveWrittenAsync(long chat, WrittenRemoval written, CancellationToken cancellationToken)
    {
        if (chat < 0 || UpdateReader.WrittenIn(written.InputId) is not { } message)
        {
            return new SendOutcome.Sent([]);
        }

        var result = await api.DeleteMessageAsync(new DeleteMessage(chat, message), cancellationToken);
        return TelegramOutcomes.IsAsWished(result.Failure) ? new SendOutcome.Sent([]) : outcomes.Of(chat, result.Failure) ?? new SendOutcome.Sent([]);
    }

    /// <summary>Newest first: they are the ones that may still be deleted, and the ones that are seen.</summary>
    private async Task<SendOutcome> RemoveAsync(Delivery delivery, long chat, CancellationToken cancellationToken)
    {
        foreach (var id in delivery.Target.Where(EphemeralMessages.IsOne))
        {
            await ephemeral.RemoveAsync(id, chat, cancellationToken);
        }

        foreach (var ids in Ids(delivery.Target).OrderDescending().Chunk(DeleteMessages.Most))
        {
            var result = await api.DeleteMessagesAsync(new DeleteMessages(chat, ids), cancellationToken);
            if (result.Failure is ApiFailure.Invalid)
            {
                if (await RemoveOneByOneAsync(chat, ids, cancellationToken) is { } end)
                {
                    return end;
                }
            }
            else if (outcomes.Of(chat, result.Failure) is { } failed)
            {
                return failed;
            }
        }

        return new SendOutcome.Sent([]);
    }

    /// <summary>One message that is too old to go must not keep the others; behind several of them all are.</summary>
    /// <returns>What it ends with; null when older messages are worth trying.</returns>
    private async Task<SendOutcome?> RemoveOneByOneAsync(long chat, int[] newestFirst, CancellationToken cancellationToken)
    {
        var kept = 0;
        foreach (var id in newestFirst)
        {
            var one = await api.DeleteMessageAsync(new DeleteMessage(chat, id), cancellationToken);
            if (one.Failure is not (null or ApiFailure.Invalid))
            {
                return outcomes.Of(chat, one.Failure);
            }

            kept = TelegramOutcomes.IsKept(one.Failure) ? kept + 1 : 0;
            if (kept == MaxKept)
            {
                return new SendOutcome.Sent([]);
            }
        }

        return null;
    }

    private static ImmutableArray<int> Ids(IReadOnlyList<string> target) =>
        [.. target.Where(static id => !EphemeralMessages.IsOne(id)).Select(TelegramThreads.Message).Where(number => number > 0)];
}
