using System.Collections.Immutable;
using ReflectionBot.Adapters.Discord.Wire;
using ReflectionBot.Core.Groups;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Adapters.Discord;

/// <summary>What an interaction means to the bot.</summary>
internal abstract record InteractionReading
{
    /// <summary>It moves a conversation.</summary>
    public sealed record ForBot(OpenInteraction Interaction, Input Input) : InteractionReading;

    /// <summary>The person wants a field to write in.</summary>
    public sealed record Write(OpenInteraction Interaction) : InteractionReading;

    /// <summary>The person wants to go on in the private chat.</summary>
    public sealed record GoPrivate(OpenInteraction Interaction) : InteractionReading;

    /// <summary>The person wants to write an answer in a Round, from under its post: a field is opened at once.</summary>
    public sealed record WriteVoice(OpenInteraction Interaction, string RoundId) : InteractionReading;

    /// <summary>A moderator's command in a channel where nothing can be posted.</summary>
    /// <param name="Missing">Keys of <c>discord.right.</c>.</param>
    public sealed record CannotPost(OpenInteraction Interaction, ImmutableArray<string> Missing) : InteractionReading;

    /// <summary>Nothing the bot answers: another kind, a bot, something unreadable.</summary>
    public sealed record Nothing : InteractionReading;
}

/// <summary>Translates interactions to Inputs.</summary>
internal static class InteractionReader
{
    /// <summary>Name of the option of <c>/round</c> that names a role.</summary>
    public const string RoleOption = "role";

    private const int MaxRoleName = 60;

    private const int InServer = 0;
    private const int Private = 1;

    /// <param name="payload">The interaction.</param>
    /// <param name="receivedAt">The clock's ticks.</param>
    public static InteractionReading Read(InteractionPayload payload, long receivedAt)
    {
        if (payload is not { Id.Length: > 0, Token.Length: > 0, ApplicationId.Length: > 0, Data: { } data }
            || (payload.Member?.User ?? payload.User) is not { Bot: false } person
            || !Address.TryParse($"{DiscordOptions.Platform}:{person.Id}", out var address)
            || !DiscordSender.IsPerson(address))
        {
            return new InteractionReading.Nothing();
        }

        var interaction = new OpenInteraction(new InteractionKey(payload.ApplicationId, payload.Id, payload.Token), address, receivedAt)
        {
            InPrivate = payload.Context == Private,
            OfComponent = payload.Type != InteractionPayload.Command && payload.Message is not null,
            Source = payload.Message?.Id ?? "",
            Locale = payload.Locale,
            CameFrom = Server(payload) is not null && DiscordServers.IsId(payload.ChannelId) ? DiscordServers.Url(payload.GuildId, payload.ChannelId) : null,
        };
        var id = $"{DiscordOptions.Platform}/i/{payload.Id}";
        Input? input = payload.Type switch
        {
            InteractionPayload.Command when data.Name is { Length: > 0 } called && Server(payload) is { } server && GroupCommands.All.Contains(called) =>
                new GroupCommandInput(id, address, server, called, data.Options?.FirstOrDefault(option => option.Name != RoleOption)?.Value ?? "")
                {
                    Thread = DiscordServers.IsId(payload.ChannelId) ? payload.ChannelId : null,
                    Role = RoleOf(data, payload.GuildId),
                },
            InteractionPayload.Command when data.Name is { Length: > 0 } name => new CommandInput(id, address, name, data.Options is [{ Value: { } argument }, ..] ? argument : ""),
            InteractionPayload.Component when data.CustomId is { Length: > 0 } customId => Pressed(id, address, customId, data.Values),
            InteractionPayload.ModalSubmit when VoiceButtons.Of(CustomIds.Bare(data.CustomId ?? "")) is { } voice && Fields(data.Components).FirstOrDefault() is { } answer => new VoiceInput(id, address, voice.RoundId, answer),
            InteractionPayload.ModalSubmit => new TextInput(id, address, Fields(data.Components).FirstOrDefault() ?? ""),
            _ => null,
        };
        return (input, Own(payload)) switch
        {
            (GroupCommandInput called, _) when GroupCommands.OfModerators.Contains(called.Command) && Missing(payload) is { IsEmpty: false } missing => new InteractionReading.CannotPost(interaction, missing),
            (OptionInput { OptionIds: [var option] }, _) when !interaction.InPrivate && VoiceButtons.Of(option) is { Act: VoiceAct.Answer } answered => new InteractionReading.WriteVoice(interaction, answered.RoundId),
            (not null, _) => new InteractionReading.ForBot(interaction, input with { ClientLanguage = payload.Locale }),
            (_, CustomIds.Write) => new InteractionReading.Write(interaction),
            (_, CustomIds.GoPrivate) => new InteractionReading.GoPrivate(interaction),
            _ => new InteractionReading.Nothing(),
        };
    }

    /// <summary>The role named with a command. Never the one that everybody has, whose id is the server's.</summary>
    private static GroupRole? RoleOf(InteractionData data, string server)
    {
        if (data.Options?.FirstOrDefault(option => option.Name == RoleOption)?.Value is not { } id || !DiscordServers.IsId(id) || id == server
            || data.Resolved?.Roles?.GetValueOrDefault(id)?.Name?.ReplaceLineEndings(" ").Trim().TrimStart('@') is not { Length: > 0 } name)
        {
            return null;
        }

        var end = name.Length <= MaxRoleName ? name.Length : char.IsHighSurrogate(name[MaxRoleName - 1]) ? MaxRoleName - 1 : MaxRoleName;
        return new GroupRole(id, name[..end]);
    }

    private static Address? Server(InteractionPayload payload) => payload.Context is null or InServer ? DiscordServers.AddressOf(payload.GuildId) : null;

    private static ImmutableArray<string> Missing(InteractionPayload payload) =>
        DiscordPermissions.Read(payload.AppPermissions) is { } rights ? DiscordPermissions.MissingToPost(rights, payload.Channel is { IsThread: true }) : [];

    /// <summary>A button of the adapter's own.</summary>
    private static string? Own(InteractionPayload payload) =>
        payload is { Type: InteractionPayload.Component, Data.CustomId: { } customId } ? CustomIds.Bare(customId) : null;

    private static OptionInput? Pressed(string id, Address address, string customId, IReadOnlyList<string>? values) =>
        CustomIds.Options(customId, values) is { IsEmpty: false } options ? new OptionInput(id, address, options) : null;

    private static IEnumerable<string> Fields(IReadOnlyList<ModalField>? fields)
    {
        foreach (var field in fields ?? [])
        {
            if (field.Value is { } value)
            {
                yield return value;
            }

            IReadOnlyList<ModalField> within = field.Component is { } inner ? [inner] : field.Components ?? [];
            foreach (var deeper in Fields(within))
            {
                yield return deeper;
            }
        }
    }
}
