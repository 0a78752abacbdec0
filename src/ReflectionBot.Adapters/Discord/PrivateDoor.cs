using System.Collections.Immutable;
using ReflectionBot.Adapters.Discord.Wire;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Adapters.Discord;

/// <summary>
/// "Continue in private": tries the private chat first and moves the conversation only when it is open. When it is closed, the person is told how
/// to open it and can go on where they are.
/// </summary>
internal sealed class PrivateDoor(DiscordApi api, InteractionAnswers answers, OpenInteractions open, PrivateChannels channels, InputLanes lanes, Func<Pack> pack)
{
    public async Task OpenAsync(OpenInteraction interaction, bool replayed, CancellationToken cancellationToken)
    {
        // What follows takes several calls: the press is acknowledged before them.
        await answers.DeferAsync(interaction, cancellationToken);
        var messages = DiscordTexts.For(pack(), interaction.Locale);
        var person = interaction.Address.Local;
        var channel = await channels.OfAsync(person, Urgency.Reply, cancellationToken);
        var failure = channel.Failure;
        if (failure is null)
        {
            var hello = new MessageBody
            {
                Content = DiscordText.Parts(messages.Text("discord.private.here"))[0],
                Flags = MessageFlags.SuppressEmbeds,
                Nonce = Nonces.Of(interaction.Key.Id, 1),
                EnforceNonce = true,
                Components = interaction.CameFrom is { } from ? [new ActionRow([new Button(Button.Link, messages.Text("discord.private.back")) { Url = from }])] : null,
            };
            failure = (await api.CreateMessageAsync(channel.Value!, hello, null, Urgency.Reply, cancellationToken)).Failure;
        }

        if (failure is not null)
        {
            var shut = DiscordOutcomes.IsShut(failure);
            if (shut)
            {
                channels.Close(person);
            }

            await SayAsync(interaction, messages, shut ? "discord.private.closed" : "discord.private.later", GoOnHere(messages), cancellationToken);
            DiscordMeter.Received(DiscordIntake.InteractionCreate, "PrivateClosed");
            return;
        }

        var there = new Button(Button.Link, messages.Text("discord.private.there")) { Url = $"https://discord.com/channels/@me/{channel.Value}" };
        await SayAsync(interaction, messages, "discord.private.moved", [there], cancellationToken);
        open.LeavePlace(interaction.Address);
        var goesOn = new CommandInput($"{DiscordOptions.Platform}/i/{interaction.Key.Id}", interaction.Address, Commands.Continue) { ClientLanguage = interaction.Locale };
        await lanes.OfferAsync(goesOn, replayed, cancellationToken);
        DiscordMeter.Received(DiscordIntake.InteractionCreate, "Private");
    }

    private static ImmutableArray<Button> GoOnHere(Messages messages) =>
        [new Button(Button.Primary, messages.Text("discord.private.stay")) { CustomId = $"!{Commands.Continue}" }, new Button(Button.Secondary, messages.Text("button.help")) { CustomId = $"!{Commands.Help}" }];

    private Task<Said> SayAsync(OpenInteraction interaction, Messages messages, string key, ImmutableArray<Button> buttons, CancellationToken cancellationToken) =>
        answers.SayAsync(
            interaction,
            key,
            new MessageBody { Content = DiscordText.Parts(messages.Text(key))[0], Components = [new ActionRow([.. buttons])] },
            null,
            cancellationToken);
}
