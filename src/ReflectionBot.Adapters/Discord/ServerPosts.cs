using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using ReflectionBot.Adapters.Discord.Wire;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Adapters.Discord;

/// <summary>
/// Posts in servers, where everybody reads them: into the channel a Delivery names, else into the one the server uses for news of its own. A channel
/// that is gone loses its post, and no other; one where the bot lacks a right gets it later.
/// </summary>
internal sealed partial class ServerPosts(DiscordApi api, MessageChanges changes, MessageRemovals removals, DiscordOutcomes outcomes, ILogger<ServerPosts> logger)
{
    private const int MaxBegun = 1000;
    private const int MaxServers = 50_000;

    /// <summary>A discussion that nobody wrote in for so many minutes goes out of sight.</summary>
    private const int SilenceUntilArchived = 10_080;

    private readonly ConcurrentDictionary<string, (string MainChannel, string? Locale)> _servers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ImmutableArray<string>> _begun = new(StringComparer.Ordinal);

    /// <param name="server">Has told of itself.</param>
    /// <param name="mainChannel">Its channel for news; empty when it has none.</param>
    /// <param name="locale">What it says it speaks, BCP 47.</param>
    public void Learn(string server, string mainChannel, string? locale)
    {
        if (_servers.Count < MaxServers || _servers.ContainsKey(server))
        {
            _servers[server] = (mainChannel, locale);
        }
    }

    /// <returns>Null when it has not told.</returns>
    public string? LocaleOf(string server) => _servers.TryGetValue(server, out var told) ? told.Locale : null;

    public Task<SendOutcome> SendAsync(Delivery delivery, string server, CancellationToken cancellationToken) => delivery.Outgoing switch
    {
        Reply reply => PostAsync(delivery, server, reply.Text, reply.Thread, reply.MentionRole, reply.Options, cancellationToken),
        ThreadOpening opening => OpenAsync(delivery, server, opening, cancellationToken),
        ThreadClosing closing => CloseAsync(delivery, closing, cancellationToken),
        ReplyEdit edit when !DiscordComponents.Fits(edit.Options) => Task.FromResult<SendOutcome>(new SendOutcome.Invalid("an option's id is too long")),
        ReplyEdit edit => EditAsync(delivery, edit, cancellationToken),
        ReplyRetirement retirement => changes.ChangeAsync(delivery, DiscordDressing.Retired(retirement), cancellationToken),
        ReplyRemoval => removals.RemoveAsync(delivery, cancellationToken),
        WrittenRemoval => Task.FromResult<SendOutcome>(new SendOutcome.Sent([])),
        _ => Task.FromResult<SendOutcome>(new SendOutcome.Invalid("unknown kind of outgoing")),
    };

    private async Task<SendOutcome> PostAsync(
        Delivery delivery, string server, string text, string? room, string? role, ImmutableArray<Option> options, CancellationToken cancellationToken)
    {
        if (!DiscordComponents.Fits(options))
        {
            return new SendOutcome.Invalid("an option's id is too long, or there are too many");
        }

        if (await ChannelAsync(server, room, cancellationToken) is not { } channel)
        {
            return new SendOutcome.ThreadGone("the server has no channel for news");
        }

        var called = DiscordServers.IsId(role) && role != server ? role : null;
        var texts = DiscordText.Parts(text);
        if (called is not null)
        {
            var whole = $"<@&{called}>\n{texts[0]}";
            texts = whole.Length <= DiscordText.MaxContent ? [whole, .. texts[1..]] : [$"<@&{called}>", .. texts];
        }

        var sent = _begun.TryRemove(delivery.Id, out var begun) ? begun : [];
        for (var i = sent.Length; i < texts.Count; i++)
        {
            var components = i == texts.Count - 1 ? DiscordComponents.Of(options, pickSeveral: false, delivery.Id) : [];
            var body = new MessageBody
            {
                Content = texts[i],
                AllowedMentions = called is not null && i == 0 ? AllowedMentions.None with { Roles = [called] } : AllowedMentions.None,
                Components = components.Count > 0 ? components : null,
                Flags = MessageFlags.SuppressEmbeds,
                Nonce = Nonces.Of(delivery.Id, i),
                EnforceNonce = true,
            };
            var posted = await api.CreateMessageAsync(channel, body, null, delivery.Outgoing.Urgency, cancellationToken);
            if (posted.Failure is { } failure)
            {
                if (sent.Length > 0 && _begun.Count < MaxBegun)
                {
                    _begun[delivery.Id] = sent;
                }

                return await OutcomeAsync(failure, channel, cancellationToken);
            }

            sent = sent.Add(MessageIds.InChannel(channel, posted.Value!.Id));
        }

        return new SendOutcome.Sent(sent);
    }

    /// <summary>The thread hangs on the post, so that its id is the post's. Where none may be opened, the post stands alone.</summary>
    private async Task<SendOutcome> OpenAsync(Delivery delivery, string server, ThreadOpening opening, CancellationToken cancellationToken)
    {
        var posted = await PostAsync(delivery, server, opening.Text, opening.Thread, opening.MentionRole, opening.Options, cancellationToken);
        if (posted is SendOutcome.Sent { MessageIds: [.., var last] } && MessageIds.Read(last) is { } post)
        {
            var opened = await api.OpenThreadAsync(post.Place, post.Message, new OpenThreadBody(opening.Name, SilenceUntilArchived), delivery.Outgoing.Urgency, cancellationToken);
            if (opened.Failure is { } failure)
            {
                LogNoThread(logger, failure.Reason);
                return failure.Is(ErrorCodes.MissingPermissions) ? new SendOutcome.Sent([last]) { Lacking = RightText("threads") } : posted;
            }
        }

        return posted;
    }

    /// <summary>Out of reach, what was posted still reads as before: who asked for the change has to know.</summary>
    private async Task<SendOutcome> EditAsync(Delivery delivery, ReplyEdit edit, CancellationToken cancellationToken)
    {
        RestFailure? barred = null;
        var outcome = await changes.ChangeAsync(delivery, DiscordDressing.Edit(edit, delivery), cancellationToken, failure => barred = failure);
        return barred is not null && barred.Is(ErrorCodes.MissingAccess, ErrorCodes.MissingPermissions) && delivery.Target is [.., var last] && MessageIds.Read(last) is { } post
            ? await OutcomeAsync(barred, post.Place, cancellationToken)
            : outcome;
    }

    private async Task<SendOutcome> CloseAsync(Delivery delivery, ThreadClosing closing, CancellationToken cancellationToken)
    {
        if (delivery.Target is not [.., var last] || MessageIds.Read(last) is not { } post)
        {
            return new SendOutcome.ThreadGone("it was never opened");
        }

        var words = new MessageBody { Content = DiscordText.Parts(closing.Text)[0], Flags = MessageFlags.SuppressEmbeds, Nonce = Nonces.Of(delivery.Id, 0), EnforceNonce = true };
        var said = await api.CreateMessageAsync(post.Message, words, null, delivery.Outgoing.Urgency, cancellationToken);
        if (said.Failure is not null)
        {
            return await OutcomeAsync(said.Failure, post.Message, cancellationToken);
        }

        // What is left is for the eye: it is tried once.
        await api.EditMessageAsync(post.Place, post.Message, new MessageBody { AllowedMentions = null, Components = [] }, delivery.Outgoing.Urgency, cancellationToken);
        await api.CloseThreadAsync(post.Message, new CloseThreadBody(Archived: true), delivery.Outgoing.Urgency, cancellationToken);
        return new SendOutcome.Sent([]);
    }

    private async Task<string?> ChannelAsync(string server, string? room, CancellationToken cancellationToken)
    {
        if (DiscordServers.IsId(room))
        {
            return room;
        }

        if (!_servers.TryGetValue(server, out var told))
        {
            var known = await api.GetGuildAsync(server, cancellationToken);
            told = (known.Value?.SystemChannelId ?? "", known.Value?.PreferredLocale);
            if (known.Failure is null)
            {
                Learn(server, told.MainChannel, told.Locale);
            }
        }

        return told.MainChannel.Length > 0 ? told.MainChannel : null;
    }

    private async Task<SendOutcome> OutcomeAsync(RestFailure failure, string channel, CancellationToken cancellationToken)
    {
        if (failure.Is(ErrorCodes.MissingAccess, ErrorCodes.MissingPermissions))
        {
            var right = failure.Is(ErrorCodes.MissingAccess) ? "view" : await IsThreadAsync(channel, cancellationToken) ? "send-in-threads" : "send";
            LogMissing(logger, right switch { "view" => "View Channel", "send" => "Send Messages", _ => "Send Messages in Threads" });
            return new SendOutcome.Barred(failure.Reason, RightText(right));
        }

        return failure.Is(ErrorCodes.UnknownChannel) ? new SendOutcome.ThreadGone(failure.Reason)
            : failure.Is(ErrorCodes.UnknownServer) ? new SendOutcome.Refused(failure.Reason)
            : outcomes.Of(failure);
    }

    /// <summary>In a thread another right counts, and only the channel's kind tells.</summary>
    private async Task<bool> IsThreadAsync(string channel, CancellationToken cancellationToken) =>
        (await api.GetChannelAsync(channel, cancellationToken)).Value is { IsThread: true };

    private static string RightText(string right) => $"discord.right.{right}";

    [LoggerMessage(Level = LogLevel.Warning, Message = "Discord: something could not be posted in a channel of a server, because the bot lacks a permission there: {Permission}. It waits for a week; moderators are told")]
    private static partial void LogMissing(ILogger logger, string permission);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Discord: no thread could be opened under a post ({Reason}); with code 50013 the bot lacks the permission Create Public Threads there. The post stands alone")]
    private static partial void LogNoThread(ILogger logger, string reason);
}
