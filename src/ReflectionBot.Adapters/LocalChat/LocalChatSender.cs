using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using NodaTime;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Adapters.LocalChat;

/// <summary>The way out: what other platforms keep on their servers goes into the log, and every open page is told.</summary>
public sealed partial class LocalChatSender(ILocalChatLog log, LocalChatFeed feed, IClock clock, ILogger<LocalChatSender> logger) : ISender
{
    /// <summary>How long an answer waits for the log before open pages are shown it without.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(1);

    private static readonly Duration _pause = Duration.FromSeconds(2);

    public string Platform => LocalPerson.Platform;

    public async Task<SendOutcome> SendAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        if (!LocalGroup.TryPlace(delivery.Address.Local, out var address) || address != delivery.Address)
        {
            return new SendOutcome.Invalid("neither a person nor a group of the local chat");
        }

        // The local chat has no rooms within a group: a discussion is a post like any other.
        var line = delivery.Outgoing switch
        {
            Reply reply => LineOf(reply, delivery),
            ThreadOpening opening => LineOf(new Reply($"{opening.Name}\n\n{opening.Text}") { Options = opening.Options }, delivery),
            ThreadClosing closing => LineOf(new Reply(closing.Text), delivery),
            _ => null,
        };
        if (line is { LastWord: true })
        {
            feed.Show(address, line);
            return new SendOutcome.Sent([line.Id]);
        }

        try
        {
            await CarryOutAsync(delivery, line, cancellationToken).WaitAsync(_patience, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogUnavailable(logger, e.GetType().Name);
            return WithoutLog(delivery, line);
        }

        feed.Changed(address);
        return new SendOutcome.Sent(line is null ? [] : [line.Id]);
    }

    public Task ShowTypingAsync(Address address, CancellationToken cancellationToken)
    {
        feed.Typing(address);
        return Task.CompletedTask;
    }

    private Task CarryOutAsync(Delivery delivery, ChatLine? line, CancellationToken cancellationToken) => delivery.Outgoing switch
    {
        ReplyEdit edit => log.ChangeAsync(
            delivery.Address,
            delivery.Target,
            old => old with
            {
                Text = edit.Text ?? old.Text,
                Edited = old.Edited || (edit.Text is not null && edit.Text != old.Text),
                Options = edit.Options,
                PickSeveral = edit.PickSeveral,
            },
            cancellationToken),
        ReplyRetirement retirement => log.ChangeAsync(
            delivery.Address,
            delivery.Target,
            old => old with { Options = [], PickSeveral = false, Chosen = retirement.Chosen },
            cancellationToken),
        ReplyRemoval { Keys.IsEmpty: true } => log.ClearAsync(delivery.Address, cancellationToken),
        ReplyRemoval => log.RemoveAsync(delivery.Address, delivery.Target, cancellationToken),
        WrittenRemoval written => log.RemoveAsync(delivery.Address, [ChatLine.OfPerson(written.InputId[(written.InputId.LastIndexOf('/') + 1)..])], cancellationToken),
        _ => log.AppendAsync(delivery.Address, line!, cancellationToken),
    };

    /// <summary>Every line is shown to whoever is there. Help that was shown counts as sent; the rest comes again, under the same id.</summary>
    private SendOutcome WithoutLog(Delivery delivery, ChatLine? line) =>
        line is not null && feed.Show(delivery.Address, line) && delivery.Outgoing.Urgency == Urgency.Help
            ? new SendOutcome.Sent([line.Id])
            : new SendOutcome.RetryAfter(_pause, RetryScope.Address);

    private ChatLine LineOf(Reply reply, Delivery delivery) =>
        new(ChatLine.OfBot(delivery.Id), ChatSpeaker.Bot, clock.GetCurrentInstant(), reply.Text)
        {
            Kind = reply.Kind,
            Options = reply.Options.IsDefault ? ImmutableArray<Option>.Empty : reply.Options,
            PickSeveral = reply.PickSeveral,
            Document = reply.Document,
            LastWord = delivery.LastWord,
        };

    [LoggerMessage(Level = LogLevel.Warning, Message = "The local chat's log did not take a message ({Fault}); open pages were shown it all the same")]
    private static partial void LogUnavailable(ILogger logger, string fault);
}
