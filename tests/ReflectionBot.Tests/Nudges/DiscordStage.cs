using System.Collections.Immutable;
using NodaTime;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Tests.Discord;
using ReflectionBot.Tests.Discord.Loopback;

namespace ReflectionBot.Tests.Nudges;

/// <summary>A private chat at the loopback Discord.</summary>
internal sealed class DiscordStage(WholeDiscord discord, long id) : IChatStage
{
    private readonly LoopbackPerson _person = discord.Discord.Person(id);
    private readonly Address _address = DiscordBed.AddressOf(id);

    public Task BeginAsync(Instant now)
    {
        discord.Date.Now = now;
        return discord.PutAsync(new Conversation(_address) { Consent = new Consent("1", now) });
    }

    public Task WriteAsync(string text)
    {
        _person.Writes(text);
        return discord.QuietAsync();
    }

    public Task PressAsync(string label)
    {
        _person.Presses(_person.Sees.Last(seen => seen.Labels.Contains(label)), label);
        return discord.QuietAsync();
    }

    public async Task PassAsync(Duration span)
    {
        var until = discord.Date.Now + span;
        while ((await ReadAsync()).WakesAt is { } due && due <= until)
        {
            discord.Date.Now = Instant.Max(discord.Date.Now, due);
            await discord.SweepAsync();
            await discord.QuietAsync();
        }

        discord.Date.Now = until;
    }

    public Task<ImmutableArray<SeenMessage>> SeenAsync() =>
        Task.FromResult<ImmutableArray<SeenMessage>>([.. _person.Sees.Select(message => new SeenMessage(message.Text, [.. message.Labels]))]);

    public Task<Conversation> ReadAsync() => discord.ReadAsync(_address);
}
