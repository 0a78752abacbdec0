using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ReflectionBot.Adapters.Discord;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Tests.Discord.Loopback;
using ReflectionBot.Tests.Telegram;

namespace ReflectionBot.Tests.Discord;

/// <summary>The adapter alone in a host, between the loopback Discord and a sink.</summary>
internal sealed class DiscordBed : IAsyncDisposable
{
    private readonly IHost _host;

    private DiscordBed(LoopbackDiscord discord, IHost host, LogMemory logs)
    {
        Discord = discord;
        _host = host;
        Logs = logs;
    }

    public LoopbackDiscord Discord { get; }

    public LogMemory Logs { get; }

    public ISender Sender => Get<ISender>();

    public static async Task<DiscordBed> StartAsync(LoopbackDiscord discord, IInputSink sink, DiscordReceive receive = DiscordReceive.Gateway, TimeProvider? time = null, string? token = null, GatewayRun? gateway = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        var logs = new LogMemory();
        builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(logs);
        builder.Services.AddSingleton(sink);
        builder.Services.AddSingleton<Func<Pack>>(() => TelegramBed.Content.Value);
        if (time is not null)
        {
            builder.Services.AddSingleton(time);
        }

        builder.Services.AddDiscord(new DiscordOptions { Token = token ?? LoopbackDiscord.Token, ApiBaseUrl = discord.Address, Receive = receive });
        builder.Services.AddSingleton(gateway ?? discord.Gateway.RunAsync);
        var host = builder.Build();
        await host.StartAsync();
        return new DiscordBed(discord, host, logs);
    }

    public static Address AddressOf(long person) => Address.Of(DiscordOptions.Platform, $"{person}");

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    public Task<SendOutcome> SendAsync(long person, Outgoing outgoing, params string[] target) =>
        SendAsync(new Delivery($"d{Guid.NewGuid():n}"[..24], AddressOf(person), outgoing, target));

    public Task<SendOutcome> SendAsync(Delivery delivery) => Sender.SendAsync(delivery, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
