using System.Collections.Concurrent;
using System.Diagnostics;
using ReflectionBot.Tests.Discord.Loopback;

namespace ReflectionBot.Benchmarks.Discord;

/// <summary>Many people, each once through the conversation.</summary>
internal sealed class DiscordCrowd
{
    private const int Presses = 2;

    private readonly LoopbackDiscord _discord;
    private readonly ConcurrentDictionary<long, TaskCompletionSource<LoopbackMessage>> _waiting = new();
    private long _lastPerson = 10_000;

    public DiscordCrowd(LoopbackDiscord discord)
    {
        _discord = discord;
        discord.Chats.OnAdded = (person, message) =>
        {
            if (message.Components.Count > 0 && _waiting.TryRemove(person, out var waiting))
            {
                waiting.SetResult(message);
            }
        };
    }

    public ConcurrentBag<double> First { get; } = [];

    public ConcurrentBag<double> Message { get; } = [];

    public void Forget()
    {
        First.Clear();
        Message.Clear();
    }

    public Task SaturateAsync(TimeSpan duration, int atOnce)
    {
        var begun = Stopwatch.GetTimestamp();
        return Task.WhenAll(Enumerable.Range(0, atOnce).Select(async _ =>
        {
            while (Stopwatch.GetElapsedTime(begun) < duration)
            {
                await WalkAsync(TimeSpan.Zero);
            }
        }));
    }

    public async Task PaceAsync(TimeSpan duration, int interactionsPerSecond)
    {
        var begun = Stopwatch.GetTimestamp();
        var walks = new List<Task>();
        var gap = TimeSpan.FromSeconds((1.0 + Presses) / interactionsPerSecond);

        // One interaction more than so many whole gaps: each comes by itself, instead of all of a walk's at once.
        var think = (gap * 20) + (gap / (1 + Presses));
        while (Stopwatch.GetElapsedTime(begun) < duration)
        {
            var wait = (gap * walks.Count) - Stopwatch.GetElapsedTime(begun);
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait);
            }

            walks.Add(WalkAsync(think));
        }

        await Task.WhenAll(walks);
    }

    private async Task WalkAsync(TimeSpan think)
    {
        var id = Interlocked.Increment(ref _lastPerson);
        var person = _discord.Person(id);
        var message = await StepAsync(id, () => person.Uses("reflect"));
        for (var press = 0; press < Presses; press++)
        {
            await Task.Delay(think);
            var shown = message;
            message = await StepAsync(id, () => person.Presses(shown, Choice(shown)));
        }
    }

    /// <summary>The first way on that is not the way out.</summary>
    private static string Choice(LoopbackMessage message)
    {
        var component = message.Components.First(component => component.CustomId.Length > 0 && component.CustomId[0] != '!');
        return component.Choices.Count > 0 ? component.Choices[0].Label : component.Label;
    }

    private async Task<LoopbackMessage> StepAsync(long id, Func<LoopbackInteraction> act)
    {
        var waiting = new TaskCompletionSource<LoopbackMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[id] = waiting;
        var interaction = act();
        var message = await waiting.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Message.Add(interaction.Age.TotalMilliseconds);
        First.Add(interaction.AnsweredAfter?.TotalMilliseconds ?? interaction.Age.TotalMilliseconds);
        _discord.Chats.ByToken.TryRemove(interaction.Token, out _);
        return message;
    }
}
