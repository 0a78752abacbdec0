using System.Text.Json;

namespace ReflectionBot.Tests.Discord.Loopback;

/// <summary>What the routes of interactions do, with their deadlines.</summary>
internal sealed class LoopbackInteractionRoutes(LoopbackDiscord discord)
{
    private static readonly TimeSpan _first = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan _life = TimeSpan.FromMinutes(15);

    public LoopbackReply CarryOut(LoopbackCall call)
    {
        if (!discord.Chats.ByToken.TryGetValue(call.Ids[1], out var interaction))
        {
            return LoopbackReply.Failed(404, 10015, "Unknown Webhook");
        }

        lock (interaction)
        {
            if (call.Route == "POST interactions/{}/{}/callback")
            {
                return Answer(interaction, call);
            }

            if (interaction.Age > _life)
            {
                return LoopbackReply.Failed(401, 50027, "Invalid Webhook Token");
            }

            if (interaction.Answer is null)
            {
                Breach("an interaction was followed up before it was answered");
                return LoopbackReply.Failed(404, 10015, "Unknown Webhook");
            }

            return call.Route switch
            {
                "POST webhooks/{}/{}" => FollowUp(interaction, call),
                "PATCH webhooks/{}/{}/messages/@original" => EditOriginal(interaction, call),
                "GET webhooks/{}/{}/messages/@original" => interaction.Original is { } original ? Shown(original) : Unknown(),
                "DELETE webhooks/{}/{}/messages/@original" => DeleteOriginal(interaction),
                "PATCH webhooks/{}/{}/messages/{}" => discord.Chats.FindAny(call.Ids[2]) is { } message ? Edited(message, call) : Unknown(),
                "DELETE webhooks/{}/{}/messages/{}" => discord.Chats.FindAny(call.Ids[2]) is { } gone ? Deleted(gone) : Unknown(),
                _ => LoopbackReply.Failed(404, 0, "404: Not Found"),
            };
        }
    }

    private LoopbackReply Answer(LoopbackInteraction interaction, LoopbackCall call)
    {
        if (interaction.Answer is not null)
        {
            if (!discord.ForgivesLateAnswers)
            {
                Breach("an interaction was answered twice");
            }

            return LoopbackReply.Failed(400, 40060, "Interaction has already been acknowledged.");
        }

        if (interaction.Age > _first)
        {
            if (!discord.ForgivesLateAnswers)
            {
                Breach("an interaction was answered after three seconds");
            }

            return LoopbackReply.Failed(404, 10062, "Unknown interaction");
        }

        var body = call.Body!.Value;
        var type = body.GetProperty("type").GetInt32();
        if (Fault(interaction, type, body) is { } fault)
        {
            Breach(fault);
            return LoopbackReply.Failed(400, 50035, "Invalid Form Body");
        }

        interaction.AnsweredAfter = interaction.Age;
        interaction.Answer = type;
        LoopbackMessage? message = null;
        switch (type)
        {
            case 4:
                message = interaction.Original = Add(interaction, body.GetProperty("data"), call.File);
                break;
            case 5:
                interaction.Deferred = true;
                break;
            case 7:
                LoopbackRoutes.Change(discord, interaction.Source!, body.GetProperty("data"));
                message = interaction.Source;
                break;
            case 9:
                var modal = body.GetProperty("data");
                interaction.Modal = new LoopbackModal(
                    modal.GetProperty("custom_id").GetString()!,
                    modal.GetProperty("components")[0].GetProperty("component").GetProperty("custom_id").GetString()!,
                    modal.GetProperty("title").GetString()!,
                    interaction.Source);
                break;
            default:
                break;
        }

        if (type is 6 or 7)
        {
            interaction.Original = interaction.Source;
        }

        return call.Query["with_response"] == "true"
            ? LoopbackReply.Done(new { interaction = new { id = interaction.Id, type = interaction.Type }, resource = new { type, message = message?.AsJson() } })
            : LoopbackReply.NoContent;
    }

    private static string? Fault(LoopbackInteraction interaction, int type, JsonElement body)
    {
        var flags = body.TryGetProperty("data", out var data) && data.TryGetProperty("flags", out var given) ? given.GetInt32() : 0;
        return type switch
        {
            6 or 7 when interaction.Source is null => "there is no message to update",
            5 when (flags & ~64) != 0 => "a deferral takes the flag for ephemeral alone",
            4 or 5 when interaction.Place != LoopbackPlace.Private && (flags & 64) == 0 => "everybody there would see the answer",
            9 when interaction.Type is 1 or 5 => "a field cannot open a field",
            4 or 5 or 6 or 7 or 9 => null,
            _ => $"answer {type} is not one of the bot's",
        };
    }

    private LoopbackReply FollowUp(LoopbackInteraction interaction, LoopbackCall call)
    {
        var body = call.Body!.Value;
        var filled = interaction.Deferred;
        interaction.Deferred = false;
        var message = Add(interaction, body, call.File);
        if (filled)
        {
            interaction.Original = message;
        }

        return Shown(message);
    }

    private LoopbackReply EditOriginal(LoopbackInteraction interaction, LoopbackCall call)
    {
        if (interaction.Deferred)
        {
            // What was promised with "thinking" is kept: seen by whom that said.
            interaction.Deferred = false;
            interaction.Original = Add(interaction, call.Body!.Value, call.File, asPromised: true);
            return Shown(interaction.Original);
        }

        return interaction.Original is { Deleted: false } original ? Edited(original, call) : Unknown();
    }

    private static LoopbackReply DeleteOriginal(LoopbackInteraction interaction)
    {
        if (interaction.Deferred)
        {
            interaction.Deferred = false;
            return LoopbackReply.NoContent;
        }

        return interaction.Original is { } original ? Deleted(original) : Unknown();
    }

    private LoopbackMessage Add(LoopbackInteraction interaction, JsonElement body, (string Name, string Text)? file, bool asPromised = false)
    {
        LoopbackRoutes.CheckMessage(discord, body, isNew: true);
        var flags = body.TryGetProperty("flags", out var given) ? given.GetInt32() : 0;
        if (interaction.Place != LoopbackPlace.Private && (flags & 64) == 0)
        {
            if (!asPromised)
            {
                Breach("everybody there would see what follows");
            }

            flags |= 64;
        }

        var message = new LoopbackMessage
        {
            Id = discord.Chats.NextId(),
            Channel = interaction.Channel,
            Content = body.GetProperty("content").GetString()!.Trim(),
            Components = LoopbackMessage.ComponentsOf(body),
            Flags = flags,
            FileName = file?.Name,
            FileText = file?.Text,
        };
        discord.Chats.Add(message, interaction.Person);
        return message;
    }

    private LoopbackReply Edited(LoopbackMessage message, LoopbackCall call)
    {
        LoopbackRoutes.Change(discord, message, call.Body!.Value);
        return Shown(message);
    }

    private static LoopbackReply Deleted(LoopbackMessage message)
    {
        message.Deleted = true;
        return LoopbackReply.NoContent;
    }

    private static LoopbackReply Shown(LoopbackMessage message) => LoopbackReply.Done(message.AsJson());

    private static LoopbackReply Unknown() => LoopbackReply.Failed(404, 10008, "Unknown Message");

    private void Breach(string what) => discord.Breaches.Enqueue(what);
}
