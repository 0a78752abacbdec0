using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Adapters.Discord;

/// <summary>
/// Watches over Discord's three seconds: an interaction that nothing has answered by half of them is told to wait, and a "thinking" that nothing has followed
/// for long is ended with a word.
/// </summary>
internal sealed partial class FirstAnswers(InteractionAnswers answers, Func<Pack> pack, TimeProvider clock, ILogger<FirstAnswers> logger) : BackgroundService
{
    /// <summary>Half of what Discord allows: the rest is for the way there.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(1.5);

    /// <summary>How long "thinking" may stand once it is known what became of it; what comes later comes as a message of its own.</summary>
    public static readonly TimeSpan LongestThinking = TimeSpan.FromSeconds(30);

    private readonly Channel<OpenInteraction> _unanswered = Channel.CreateUnbounded<OpenInteraction>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Channel<(OpenInteraction Interaction, long At)> _deferred = Channel.CreateUnbounded<(OpenInteraction, long)>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>From now on it is seen to that this one gets an answer in time.</summary>
    public void Watch(OpenInteraction interaction) => _unanswered.Writer.TryWrite(interaction);

    /// <summary>Tells it to wait, at once; when nothing follows, that is ended too.</summary>
    public async Task DeferAsync(OpenInteraction interaction, CancellationToken cancellationToken)
    {
        try
        {
            await answers.DeferAsync(interaction, cancellationToken);
            if (interaction.Stage == AnswerStage.Deferred)
            {
                _deferred.Writer.TryWrite((interaction, clock.GetTimestamp()));
            }
        }
        catch (OperationCanceledException)
        {
            // The process is ending.
        }
        catch (Exception fault)
        {
            LogFault(logger, fault.GetType().Name, fault.StackTrace);
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(DeferAsync(stoppingToken), CloseAsync(stoppingToken));

    private async Task DeferAsync(CancellationToken cancellationToken)
    {
        await foreach (var interaction in _unanswered.Reader.ReadAllAsync(cancellationToken))
        {
            await UntilAsync(() => interaction.Stage == AnswerStage.Unanswered, interaction.ReceivedAt, Limit, cancellationToken);
            if (interaction.Stage == AnswerStage.Unanswered)
            {
                _ = DeferAsync(interaction, cancellationToken);
            }
        }
    }

    private async Task CloseAsync(CancellationToken cancellationToken)
    {
        await foreach (var (interaction, at) in _deferred.Reader.ReadAllAsync(cancellationToken))
        {
            await UntilAsync(() => interaction.Stage == AnswerStage.Deferred, at, LongestThinking, cancellationToken);
            if (interaction is { Stage: AnswerStage.Deferred, Became: null } && clock.GetElapsedTime(interaction.ReceivedAt) < InputLanes.PatienceWithReplay)
            {
                // It may still be taken.
                _deferred.Writer.TryWrite((interaction, clock.GetTimestamp()));
            }
            else if (interaction.Stage == AnswerStage.Deferred)
            {
                await EndAsync(interaction, cancellationToken);
            }
        }
    }

    private async Task EndAsync(OpenInteraction interaction, CancellationToken cancellationToken)
    {
        try
        {
            var lost = interaction.Became is not (Acceptance.Taken or Acceptance.Duplicate);
            await answers.CloseAsync(interaction, lost ? DiscordTexts.For(pack(), interaction.Locale).Text("trouble.not-taken") : null, cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // One that cannot be ended must not keep the others waiting.
            LogFault(logger, fault.GetType().Name, fault.StackTrace);
        }
    }

    /// <summary>All wait equally long, so the next one is never due before this one. Those that are done are not waited for.</summary>
    private async Task UntilAsync(Func<bool> matters, long since, TimeSpan span, CancellationToken cancellationToken)
    {
        var left = span - clock.GetElapsedTime(since);
        if (left > TimeSpan.Zero && matters())
        {
            await Task.Delay(left, clock, cancellationToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "An interaction could not be told to wait, by a bug: {Fault}{Stack}")]
    private static partial void LogFault(ILogger logger, string fault, string? stack);
}
