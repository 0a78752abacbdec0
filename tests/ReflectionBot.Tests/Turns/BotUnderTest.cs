using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Crisis;
using ReflectionBot.Core.Groups;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Outbox;
using ReflectionBot.Storage;
using ReflectionBot.Tests.Outbox;
using ReflectionBot.Tests.Scheduling;
using ReflectionBot.Tests.Storage;
using ReflectionBot.Turns;

namespace ReflectionBot.Tests.Turns;

/// <summary>The whole way from Input to platform on a real database, with a scripted platform and a clock that the test turns.</summary>
internal sealed class BotUnderTest : IAsyncDisposable
{
    public const string Danger = "DANGER";
    public const string CardText = "the card";

    private readonly SqliteUnderTest _storage;

    public BotUnderTest(SqliteUnderTest? storage = null, Func<ITurnStore, ITurnStore>? turns = null, Func<Pack>? pack = null, ILoggerFactory? logs = null)
    {
        logs ??= NullLoggerFactory.Instance;
        pack ??= () => Pack;
        _storage = storage ?? SqliteUnderTest.Fresh();
        Outbox = new OutboxSender(_storage.Outbox, [Platform], Clock, Clock, new OutboxMetrics(Meters.Factory), logs.CreateLogger<OutboxSender>(), new OutboxSettings { Chance = () => 1 });
        var metrics = new TurnMetrics(Meters.Factory);
        var seen = new SeenAddresses();
        Help = new HelpLine(
            (input, person, _) => [new Reply($"{CardText} {person.Language} {person.Country ?? "?"} {input.Screening.Tier}") { Kind = ReplyKind.Card, Urgency = Urgency.Help, Options = [new Option("!help", "Help")] }],
            pack, seen, [Platform], Outbox, Clock, metrics, logs.CreateLogger<HelpLine>());
        Flows = new FlowArchive(_storage.Flows);
        var runner = new TurnRunner(
            turns is null ? _storage.Turns : turns(_storage.Turns), _storage.Archive, Flows, new GroupScout(_storage.Turns, _storage.Rounds, [new AnyoneModerates(Platform.Platform, person => Moderates(person))]), Outbox, Help, seen, pack, Clock, Clock, metrics, logs.CreateLogger<TurnRunner>());
        Dispatcher = new TurnDispatcher(text => Screen(text), runner, Help, new TypingSign([Platform], Clock), Clock, metrics, logs.CreateLogger<TurnDispatcher>());
    }

    /// <summary>Who moderates every group; everybody at first.</summary>
    public Func<Address, bool> Moderates { get; set; } = _ => true;

    public static Pack Pack => ShippedContent.Pack;

    public ManualClock Clock { get; } = new();

    public ScriptedSender Platform { get; } = new();

    public OutboxSender Outbox { get; }

    public HelpLine Help { get; }

    public FlowArchive Flows { get; }

    public TurnDispatcher Dispatcher { get; }

    public SqliteUnderTest Storage => _storage;

    /// <summary>What the crisis screen sees; by default danger where the word stands.</summary>
    public Func<string, Screening> Screen { get; set; } = text => text.Contains(Danger, StringComparison.Ordinal)
        ? new Screening(Tier.Card, CrisisKinds.Suicide, ["test"])
        : Screening.Clear;

    public Task StartAsync() => Outbox.CatchUpAsync(TestContext.Current.CancellationToken);

    public ValueTask<Acceptance> SayAsync(string id, Address address, string text) =>
        Dispatcher.AcceptAsync(new TextInput(id, address, text), TestContext.Current.CancellationToken);

    /// <summary>Everything that was to be said so far is sent, and the storage knows it.</summary>
    public Task AllSentAsync() => Eventually.TrueAsync(
        async () => await _storage.Database.ReadAsync(connection => Dapper.SqlMapper.ExecuteScalar<long>(connection, "SELECT count(*) FROM outbox"), TestContext.Current.CancellationToken) == 0,
        "everything is sent");

    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await Dispatcher.StopAsync(patience.Token);
        Dispatcher.Dispose();
        await Outbox.DisposeAsync();
        await _storage.DisposeAsync();
    }
}

/// <summary>Rights as a test hands them out.</summary>
internal sealed class AnyoneModerates(string platform, Func<Address, bool> moderates) : IModerators
{
    public string Platform { get; } = platform;

    public ValueTask<Standing> StandingAsync(Address group, Address person, System.Collections.Immutable.ImmutableArray<string> roles, CancellationToken cancellationToken) =>
        new(moderates(person) ? Standing.Manages : Standing.None);
}
