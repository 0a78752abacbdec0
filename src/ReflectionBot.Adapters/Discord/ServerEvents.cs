using System.Collections.Immutable;
using ReflectionBot.Adapters.Discord.Wire;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Adapters.Discord;

/// <summary>What happens to servers: the bot is added, taken out, or lacks a right.</summary>
internal sealed class ServerEvents(ServerPosts posts, InteractionAnswers answers, Func<Pack> pack, EventReader reader, TimeProvider clock)
{
    public const string GuildCreate = "GUILD_CREATE";
    public const string GuildDelete = "GUILD_DELETE";
    public const string ThreadDelete = "THREAD_DELETE";

    public static readonly ImmutableArray<string> Names = [GuildCreate, GuildDelete, ThreadDelete];

    /// <summary>Characters that fit in the field for an answer: somewhat more than an answer may have, so that one too long is told so instead of cut.</summary>
    public const int MostInField = 1000;

    /// <returns>Null when it means nothing to the bot.</returns>
    public Input? Read(string name, ReadOnlySpan<byte> json) => name switch
    {
        GuildCreate => Joined(reader.Read(json, DiscordJson.Wire.GuildPayload, name)),
        GuildDelete => Left(reader.Read(json, DiscordJson.Wire.GuildPayload, name)),
        ThreadDelete => Gone(reader.Read(json, DiscordJson.Wire.ThreadPayload, name)),
        _ => null,
    };

    public async Task SayMissingAsync(InteractionReading.CannotPost cannot, CancellationToken cancellationToken)
    {
        var messages = DiscordTexts.For(pack(), cannot.Interaction.Locale);
        var lines = string.Join('\n', cannot.Missing.Select(right => $"• {messages.Text($"discord.right.{right}")}"));
        await answers.SayAsync(
            cannot.Interaction, "missing", new MessageBody { Content = DiscordText.Parts($"{messages.Text("discord.cannot-post")}\n\n{lines}")[0] }, null, cancellationToken);
        DiscordMeter.Received(DiscordIntake.InteractionCreate, "MissingRights");
    }

    /// <summary>Comes for every server at the start of every session, too: the same joining has the same id.</summary>
    private GroupJoinedInput? Joined(GuildPayload? server)
    {
        if (server is not { Unavailable: null or false } || DiscordServers.AddressOf(server.Id) is not { } address)
        {
            return null;
        }

        posts.Learn(server.Id, server.SystemChannelId, server.PreferredLocale);
        return server.JoinedAt is { Length: > 0 and < 64 } at
            ? new GroupJoinedInput($"{DiscordOptions.Platform}/g/{server.Id}/{at}", address) { ClientLanguage = server.PreferredLocale }
            : null;
    }

    /// <summary>One that Discord cannot reach just now has not been left.</summary>
    private GroupLeftInput? Left(GuildPayload? server) =>
        server is { Unavailable: null or false } && DiscordServers.AddressOf(server.Id) is { } address
            ? new GroupLeftInput($"{DiscordOptions.Platform}/gl/{server.Id}/{clock.GetUtcNow().ToUnixTimeMilliseconds()}", address)
            : null;

    private static ThreadGoneInput? Gone(ThreadPayload? thread) =>
        thread is { ParentId.Length: > 0 } && DiscordServers.IsId(thread.Id) && DiscordServers.AddressOf(thread.GuildId) is { } address
            ? new ThreadGoneInput($"{DiscordOptions.Platform}/t/{thread.Id}", address, MessageIds.InChannel(thread.ParentId, thread.Id))
            : null;
}
