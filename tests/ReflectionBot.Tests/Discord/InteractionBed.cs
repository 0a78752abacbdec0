using ReflectionBot.Tests.Discord.Loopback;
using ReflectionBot.Tests.Telegram;

namespace ReflectionBot.Tests.Discord;

/// <summary>The adapter between a loopback Discord and a sink, with one person there.</summary>
public abstract class InteractionBed : IAsyncLifetime
{
    private protected const long Ann = 42;

    private protected RecordingSink Sink { get; } = new();

    /// <summary>Stands, unless a test lets it pass: how long a machine takes is not what is tested here.</summary>
    private protected ManualTime Time { get; } = new();

    private protected LoopbackDiscord Discord { get; private set; } = null!;

    private protected DiscordBed Bed { get; set; } = null!;

    private protected LoopbackPerson Member { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Discord = await LoopbackDiscord.StartAsync();
        Discord.Time = Time;
        Member = Discord.Person(Ann);
        Bed = await DiscordBed.StartAsync(Discord, Sink, time: Time);
    }

    public async ValueTask DisposeAsync()
    {
        await Bed.DisposeAsync();
        await Discord.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
