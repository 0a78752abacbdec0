using ReflectionBot.Adapters.Discord.Wire;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Adapters.Discord;

/// <summary>What a Reply looks like in Discord.</summary>
internal sealed class DiscordDressing(Func<Pack> pack)
{
    /// <summary>A question that is over: its buttons go, its words stay, and what was chosen stays visible in place of the buttons.</summary>
    public static MessageBody Retired(ReplyRetirement retirement) => new()
    {
        Components = string.IsNullOrWhiteSpace(retirement.Chosen)
            ? []
            : [new ActionRow([new Button(Button.Secondary, DiscordComponents.Shortened($"✓ {retirement.Chosen}")) { CustomId = CustomIds.Chosen, Disabled = true }])],
    };

    /// <param name="part">What is said.</param>
    /// <param name="through">The interaction it goes through; null for the private chat.</param>
    public MessageBody Message(ReplyPart part, OpenInteraction? through)
    {
        var reply = part.Reply;
        var components = part.IsLast ? Components(part, through) : [];
        return new MessageBody
        {
            Content = part.Text,
            Components = components.Count > 0 ? components : null,
            Flags = MessageFlags.SuppressEmbeds | (reply.Silent ? MessageFlags.SuppressNotifications : 0),
            Attachments = part.Document is { } document ? [new AttachmentSlot(0, document.FileName)] : null,
            Nonce = part.Name,
            EnforceNonce = true,
        };
    }

    public static MessageBody Edit(ReplyEdit edit, Delivery delivery) => new()
    {
        Content = edit.Text is { } text ? DiscordText.Parts(text)[0] : null,
        Components = DiscordComponents.Of(edit.Options, edit.PickSeveral, delivery.Id),
    };

    private IReadOnlyList<ActionRow> Components(ReplyPart part, OpenInteraction? through)
    {
        var reply = part.Reply;
        var mark = part.Delivery.Id;
        if (through is null or { InPrivate: true } && reply.Back is { } way && DiscordServers.IdOf(Address.Parse(way.Group)) is { } server
            && part.Delivery.Back is [.., var last] && MessageIds.Read(last) is { OfInteraction: false } post)
        {
            var back = new Button(Button.Link, way.Label) { Url = DiscordServers.Url(server, post.Place, post.Message) };
            return DiscordComponents.Of(reply.Options, reply.PickSeveral, mark, plain: false, back);
        }

        if (through is null or { InPrivate: true } || reply.Kind != ReplyKind.Question)
        {
            return DiscordComponents.Of(reply.Options, reply.PickSeveral, mark, reply.Kind == ReplyKind.Card);
        }

        // Where others are there is no message box for this: a button opens one, and another leads to where there is.
        var messages = DiscordTexts.For(pack(), through.Locale);
        var elsewhere = new Button(Button.Secondary, messages.Text("discord.private.button")) { CustomId = $"{CustomIds.GoPrivate}#{mark}" };
        return reply.TakesText
            ? DiscordComponents.Of(reply.Options, reply.PickSeveral, mark, plain: false, new Button(Button.Primary, messages.Text("discord.write")) { CustomId = $"{CustomIds.Write}#{mark}" }, elsewhere)
            : DiscordComponents.Of(reply.Options, reply.PickSeveral, mark, plain: false, elsewhere);
    }
}
