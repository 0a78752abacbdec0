using Microsoft.Extensions.Logging;
using ReflectionBot.Adapters.Discord.Wire;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Adapters.Discord;

/// <summary>
/// Who names the bot in a server and calls for help gets it in private. When their private chat is closed, a general line stands where they called, with a button
/// that answers only whoever presses it. Nothing else that is said in servers is taken or kept.
/// </summary>
internal sealed partial class ServerMentions(DiscordApi api, ServerPosts servers, Func<Pack> pack, TimeProvider clock, ILogger<ServerMentions> logger)
{
    /// <summary>What is refused later has nothing to do with the call.</summary>
    public static readonly TimeSpan Matters = TimeSpan.FromMinutes(5);

    /// <summary>How often the line is tried, over some minutes.</summary>
    public const int Tries = 12;

    private const int MaxRemembered = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<Address, (Mention Mention, long At, CancellationToken Process)> _calls = [];

    /// <param name="mention">Calls for help.</param>
    /// <param name="process">Ends with the process.</param>
    /// <returns>What it means to the bot, as said in private.</returns>
    public Input Called(Mention mention, CancellationToken process)
    {
        lock (_gate)
        {
            if (_calls.Count >= MaxRemembered)
            {
                _calls.Clear();
            }

            _calls[mention.Person] = (mention, clock.GetTimestamp(), process);
        }

        return new CommandInput(mention.Id, mention.Person, Commands.Help, mention.Words);
    }

    /// <summary>Something stands in their private chat.</summary>
    public void Reached(Address person, Urgency urgency)
    {
        if (urgency == Urgency.Help)
        {
            Take(person);
        }
    }

    /// <summary>Their private chat is closed. Returns at once; the line goes on by itself.</summary>
    public void Refused(Address person, Urgency urgency)
    {
        if (urgency == Urgency.Help && Take(person) is var (mention, at, process) && clock.GetElapsedTime(at) < Matters)
        {
            _ = ShowAsync(mention, process);
        }
    }

    private (Mention Mention, long At, CancellationToken Process)? Take(Address person)
    {
        lock (_gate)
        {
            return _calls.Remove(person, out var found) ? found : null;
        }
    }

    /// <summary>Nobody learns from it who called. The nonce keeps it from standing there twice.</summary>
    private async Task ShowAsync(Mention mention, CancellationToken process)
    {
        try
        {
            var messages = DiscordTexts.For(pack(), servers.LocaleOf(mention.Server));
            var line = new MessageBody
            {
                Content = DiscordText.Parts(messages.Text("discord.mention.help"))[0],
                AllowedMentions = AllowedMentions.None,
                Components = [new ActionRow([new Button(Button.Primary, messages.Text("button.help")) { CustomId = $"!{Commands.Help}" }])],
                Flags = MessageFlags.SuppressEmbeds,
                Nonce = Nonces.Of(mention.Id, 1),
                EnforceNonce = true,
            };
            var backoff = new Backoff(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(30), Random.Shared.NextDouble);
            for (var left = Tries; left > 0; left--)
            {
                switch ((await api.CreateMessageAsync(mention.Channel, line, null, Urgency.Help, process)).Failure)
                {
                    case null:
                        return;
                    case RestFailure.TooFast fast:
                        await Task.Delay(fast.Delay, clock, process);
                        break;
                    case RestFailure.Unreachable or RestFailure.Doubtful:
                        await Task.Delay(backoff.Next(), clock, process);
                        break;
                    case var refused:
                        LogNotShown(logger, refused.Reason);
                        return;
                }
            }

            LogNotShown(logger, "it could not be reached");
        }
        catch (OperationCanceledException)
        {
            // The process is ending.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Somebody in a server called the bot for help whose private chat is closed, and the line of help could not be shown there ({Reason}). Give the bot View Channel and Send Messages where members talk")]
    private static partial void LogNotShown(ILogger logger, string reason);
}
