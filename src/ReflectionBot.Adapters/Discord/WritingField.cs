using ReflectionBot.Adapters.Discord.Wire;
using ReflectionBot.Core.Content;

namespace ReflectionBot.Adapters.Discord;

/// <summary>The field a person writes in where there is no private message box. Opening it is the press's first answer; what is written comes as an interaction of its own.</summary>
internal sealed class WritingField(DiscordApi api, Func<Pack> pack)
{
    private const int MaxTitle = 45;

    /// <param name="interaction">The press.</param>
    /// <param name="customId">What the field is for; comes back with what is written in it.</param>
    /// <param name="most">UTF-16 units that fit.</param>
    public async Task OpenAsync(OpenInteraction interaction, CancellationToken cancellationToken, string customId = CustomIds.Write, int most = ModalText.Limit)
    {
        var messages = DiscordTexts.For(pack(), interaction.Locale);
        var modal = new ModalBody(
            customId,
            DiscordTexts.Cut(messages.Text("discord.field.title"), MaxTitle),
            [new ModalLabel(DiscordTexts.Cut(messages.Text("discord.field.label"), MaxTitle), new ModalText(CustomIds.Words, most))]);
        var result = await api.OpenModalAsync(interaction.Key, modal, cancellationToken);
        DiscordMeter.Received(DiscordIntake.InteractionCreate, result.Failure is null ? "Field" : "FieldTooLate");
    }
}
