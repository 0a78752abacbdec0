using System.Collections.Concurrent;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Tests.Outbox;

/// <summary>A platform that answers as the test says, and remembers what it was asked to do.</summary>
internal sealed class ScriptedSender(string platform = "local") : ISender
{
    private readonly Lock _lock = new();
    private readonly List<Delivery> _deliveries = [];
    private readonly ConcurrentDictionary<Address, ConcurrentQueue<Func<Delivery, Task<SendOutcome>>>> _script = new();
    private int _ids;
    private int _underWay;

    public string Platform { get; } = platform;

    /// <summary>What to answer where nothing is scripted.</summary>
    public Func<Delivery, Task<SendOutcome>>? Otherwise { get; set; }

    /// <summary>How long an Address must still wait; by default not at all.</summary>
    public Func<Address, NodaTime.Duration> Pacing { get; set; } = static _ => NodaTime.Duration.Zero;

    /// <summary>Most deliveries that were under way at once.</summary>
    public int MostAtOnce { get; private set; }

    public IReadOnlyList<Delivery> Deliveries
    {
        get
        {
            lock (_lock)
            {
                return [.. _deliveries];
            }
        }
    }

    public IReadOnlyList<string> Texts => [.. Deliveries.Select(delivery => delivery.Outgoing).OfType<Reply>().Select(reply => reply.Text)];

    /// <summary>The next delivery to this Address is answered so.</summary>
    public ScriptedSender Next(Address address, Func<Delivery, Task<SendOutcome>> answer)
    {
        _script.GetOrAdd(address, static _ => new()).Enqueue(answer);
        return this;
    }

    public ScriptedSender Next(Address address, SendOutcome answer) => Next(address, _ => Task.FromResult(answer));

    public NodaTime.Duration Pace(Address address, Urgency urgency) => Pacing(address);

    public async Task<SendOutcome> SendAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _deliveries.Add(delivery);
            MostAtOnce = Math.Max(MostAtOnce, ++_underWay);
        }

        try
        {
            if (_script.TryGetValue(delivery.Address, out var script) && script.TryDequeue(out var answer))
            {
                return await answer(delivery);
            }

            return Otherwise is null ? Sent(delivery) : await Otherwise(delivery);
        }
        finally
        {
            lock (_lock)
            {
                _underWay--;
            }
        }
    }

    /// <summary>Whom a sign was shown that an answer is on its way.</summary>
    public ConcurrentQueue<Address> Typing { get; } = new();

    /// <summary>Whether showing the sign fails.</summary>
    public bool TypingFails { get; set; }

    public Task ShowTypingAsync(Address address, CancellationToken cancellationToken)
    {
        Typing.Enqueue(address);
        return TypingFails ? throw new HttpRequestException("test") : Task.CompletedTask;
    }

    public SendOutcome Sent(Delivery delivery) => new SendOutcome.Sent(delivery.Outgoing is Reply or ThreadOpening ? [$"m{Interlocked.Increment(ref _ids)}"] : []);
}
