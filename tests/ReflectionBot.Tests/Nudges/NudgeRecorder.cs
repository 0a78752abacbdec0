using System.Collections.Concurrent;
using NodaTime;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Tests.Scheduling;

namespace ReflectionBot.Tests.Nudges;

/// <summary>A platform that takes everything at once and remembers when whose nudge came, and which group's discussion was opened. It outlives the processes that use it.</summary>
internal sealed class NudgeRecorder(ManualClock clock) : ISender
{
    private int _ids;

    public string Platform => "local";

    public ConcurrentQueue<(Address Address, Instant At, string Text)> Nudges { get; } = new();

    /// <summary>What is handed over never comes to an end, as when the process dies over it; it did arrive.</summary>
    public bool SwallowsAnswers { get; set; }

    public IEnumerable<Instant> Of(Address address) => Nudges.Where(nudge => nudge.Address == address).Select(nudge => nudge.At);

    public Task<SendOutcome> SendAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var unprompted = delivery.Outgoing switch
        {
            Reply { Urgency: Urgency.Nudge } nudge => nudge.Text,
            ThreadOpening discussion => discussion.Text,
            _ => null,
        };
        if (unprompted is not null)
        {
            Nudges.Enqueue((delivery.Address, clock.Now, unprompted));
        }

        return SwallowsAnswers
            ? new TaskCompletionSource<SendOutcome>().Task
            : Task.FromResult<SendOutcome>(new SendOutcome.Sent(delivery.Outgoing is Reply or ThreadOpening ? [$"m{Interlocked.Increment(ref _ids)}"] : []));
    }

    public Task ShowTypingAsync(Address address, CancellationToken cancellationToken) => Task.CompletedTask;
}
