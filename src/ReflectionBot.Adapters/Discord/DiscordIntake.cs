using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using ReflectionBot.Adapters.Discord.Gateway;
using ReflectionBot.Adapters.Discord.Wire;
using ReflectionBot.Core.Groups;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Adapters.Discord;

/// <summary>What happens to one event, whichever way it came. Completed when its turn is durable or given back to the person.</summary>
internal sealed partial class DiscordIntake(
    IInputSink sink, InputLanes lanes, OpenInteractions open, FirstAnswers first, WritingField field, PrivateDoor door, ServerMentions mentions, DiscordState state, PrivateChannels channels, ServerEvents servers, DiscordModerators moderators, EventReader reader, TimeProvider clock, ILogger<DiscordIntake> logger)
{
    public const string InteractionCreate = "INTERACTION_CREATE";
    public const string MessageCreate = "MESSAGE_CREATE";
    public const string MessageUpdate = "MESSAGE_UPDATE";

    /// <summary>The events that mean something to the bot.</summary>
    public static readonly ImmutableArray<string> Events = [InteractionCreate, MessageCreate, MessageUpdate, .. ServerEvents.Names];

    /// <summary>A <see cref="GatewayHandler"/>. Takes its place in the conversation's order before the first wait.</summary>
    public ValueTask TakeAsync(GatewayEvent dispatched, CancellationToken cancellationToken) => dispatched.Name switch
    {
        InteractionCreate => TakeInteractionAsync(dispatched.Data.Span, dispatched.Replayed, cancellationToken),
        MessageCreate or MessageUpdate => TakeMessageAsync(dispatched, cancellationToken),
        _ when servers.Read(dispatched.Name, dispatched.Data.Span) is { } input => new ValueTask(AcceptAsync(input, dispatched.Name, dispatched.Replayed, cancellationToken)),
        _ => ValueTask.CompletedTask,
    };

    /// <param name="json">An interaction as Discord sends it over the gateway or to an endpoint.</param>
    /// <param name="replayed">It happened during a pause of the bot.</param>
    /// <param name="cancellationToken">Ends the process.</param>
    public ValueTask TakeInteractionAsync(ReadOnlySpan<byte> json, bool replayed, CancellationToken cancellationToken)
    {
        if (reader.Read(json, DiscordJson.Wire.InteractionPayload, InteractionCreate) is not { } payload)
        {
            return ValueTask.CompletedTask;
        }

        var reading = InteractionReader.Read(payload, clock.GetTimestamp());
        if (reading is InteractionReading.ForBot { Input: var acted })
        {
            moderators.Acted(acted.Address, payload.GuildId, payload.Member?.Permissions, payload.Member?.Roles);
        }

        switch (reading)
        {
            case InteractionReading.WriteVoice write when IsNew(write.Interaction, payload, leads: false):
                return new ValueTask(field.OpenAsync(write.Interaction, cancellationToken, VoiceButtons.Answer(write.RoundId), ServerEvents.MostInField));
            case InteractionReading.CannotPost cannot when IsNew(cannot.Interaction, payload, leads: false):
                return new ValueTask(servers.SayMissingAsync(cannot, cancellationToken));
            case InteractionReading.ForBot forBot when IsNew(forBot.Interaction, payload, leads: true):
                first.Watch(forBot.Interaction);
                return new ValueTask(OfferAsync(forBot, replayed, cancellationToken));
            case InteractionReading.Write write when IsNew(write.Interaction, payload, leads: false):
                return new ValueTask(field.OpenAsync(write.Interaction, cancellationToken));
            case InteractionReading.GoPrivate go when IsNew(go.Interaction, payload, leads: false):
                return new ValueTask(door.OpenAsync(go.Interaction, replayed, cancellationToken));
            case InteractionReading.Nothing:
                DiscordMeter.Received(InteractionCreate, "PassedOver");
                return ValueTask.CompletedTask;
            default:
                DiscordMeter.Received(InteractionCreate, nameof(Acceptance.Duplicate));
                return ValueTask.CompletedTask;
        }
    }

    private ValueTask TakeMessageAsync(GatewayEvent dispatched, CancellationToken cancellationToken)
    {
        var kind = dispatched.Name;
        if (reader.Read(dispatched.Data.Span, DiscordJson.Wire.MessagePayload, kind) is not { } message)
        {
            return ValueTask.CompletedTask;
        }

        var edited = kind == MessageUpdate;
        if (MessageReader.ReadMention(message, state.ApplicationId, edited) is { } mention && sink.CallsForHelp(mention.Words))
        {
            return new ValueTask(AcceptAsync(mentions.Called(mention, cancellationToken), kind, dispatched.Replayed, cancellationToken));
        }

        if (MessageReader.Read(message, edited) is not { } input)
        {
            DiscordMeter.Received(kind, "PassedOver");
            return ValueTask.CompletedTask;
        }

        channels.Learn(input.Address.Local, message.ChannelId);
        moderators.Acted(input.Address, "", null, null);
        if (input is not TextInput { Edited: true })
        {
            open.LeavePlace(input.Address);
        }

        return new ValueTask(AcceptAsync(input, kind, dispatched.Replayed, cancellationToken));
    }

    private bool IsNew(OpenInteraction interaction, InteractionPayload payload, bool leads)
    {
        if (!open.TryAdd(interaction, leads))
        {
            return false;
        }

        if (interaction.InPrivate && payload.ChannelId.Length > 0)
        {
            channels.Learn(interaction.Address.Local, payload.ChannelId);
        }
        else
        {
            channels.Unclose(interaction.Address.Local);
        }

        return true;
    }

    private async Task OfferAsync(InteractionReading.ForBot forBot, bool replayed, CancellationToken cancellationToken)
    {
        forBot.Interaction.Became = await AcceptAsync(forBot.Input, InteractionCreate, replayed, cancellationToken);
        if (forBot.Interaction.Became == Acceptance.Duplicate)
        {
            // Its turn was taken in an earlier life; nothing new will be said, so it is not kept waiting.
            await first.DeferAsync(forBot.Interaction, cancellationToken);
        }
    }

    /// <returns>Null when the bot failed over it.</returns>
    private async Task<Acceptance?> AcceptAsync(Input input, string kind, bool replayed, CancellationToken cancellationToken)
    {
        Acceptance? acceptance = null;
        try
        {
            acceptance = await lanes.OfferAsync(input, replayed, cancellationToken);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            // A bug of ours. Its message might hold what somebody wrote.
            LogFault(logger, fault.GetType().Name, fault.StackTrace);
        }

        DiscordMeter.Received(kind, acceptance?.ToString() ?? "Fault");
        return acceptance;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The bot failed over an event of Discord: {Fault}{Stack}")]
    private static partial void LogFault(ILogger logger, string fault, string? stack);
}
