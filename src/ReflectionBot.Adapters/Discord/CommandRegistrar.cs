using Microsoft.Extensions.Logging;
using ReflectionBot.Adapters.Discord.Wire;
using ReflectionBot.Core.Content;

namespace ReflectionBot.Adapters.Discord;

/// <summary>Sets the slash commands when they are not as they should be: Discord counts changes strictly, and looking is free.</summary>
internal sealed partial class CommandRegistrar(DiscordApi api, Func<Pack> pack, TimeProvider clock, ILogger<CommandRegistrar> logger)
{
    private const int Tries = 5;

    /// <summary>Trouble with it is logged and otherwise without consequence.</summary>
    public async Task ApplyAsync(string application, CancellationToken cancellationToken)
    {
        try
        {
            var wanted = SlashCommands.Of(pack());
            var present = await PersistAsync(token => api.GetCommandsAsync(application, token), cancellationToken);
            if (present is null || SlashCommands.AreSame(present, wanted))
            {
                return;
            }

            if (await PersistAsync(token => api.SetCommandsAsync(application, wanted, token), cancellationToken) is not null)
            {
                LogChanged(logger, wanted.Length);
            }
        }
        catch (KeyNotFoundException)
        {
            LogNoText(logger);
        }
    }

    private async Task<SlashCommand[]?> PersistAsync(Func<CancellationToken, Task<RestResult<SlashCommand[]>>> call, CancellationToken cancellationToken)
    {
        var backoff = new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), Random.Shared.NextDouble);
        var left = Tries;
        while (true)
        {
            var result = await call(cancellationToken);
            if (result.Failure is null)
            {
                return result.Value;
            }

            if (--left == 0 || result.Failure is RestFailure.Rejected or RestFailure.Unauthorized)
            {
                LogFailed(logger, result.Failure.Reason);
                return null;
            }

            await Task.Delay(result.Failure is RestFailure.TooFast fast ? fast.Delay : backoff.Next(), clock, cancellationToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Discord: the bot's {Count} commands were brought up to date")]
    private static partial void LogChanged(ILogger logger, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Discord: the bot's commands could not be set: {Reason}")]
    private static partial void LogFailed(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "The content lacks texts under discord.command: the bot's commands are not set")]
    private static partial void LogNoText(ILogger logger);
}
