using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Crisis;
using ReflectionBot.Core.Flows;
using ReflectionBot.Core.Messaging;
using ReflectionBot.NudgeProcess;
using ReflectionBot.Outbox;
using ReflectionBot.Scheduling;
using ReflectionBot.Storage;
using ReflectionBot.Turns;

// A life of the bot that only sends nudges and what programmes open, and is killed in the middle: sweeps without a pause at one instant until nobody is due, ends when all is sent.
// Arguments: database, file of what was sent, Unix milliseconds of the instant, after how many it is killed (with SIGKILL, so that nothing of it runs
// any more), how many microseconds later.
if (args is not [var database, var record, var instant, var sends, var later])
{
    return 2;
}

// As few texts as a nudge needs: a life is short, and reading the content would be most of it.
var english = new Messages("en", "English")
{
    Texts = new[] { "nudge.check-in", "nudge.begin", "nudge.later", "nudge.less", "nudge.stop", "round.post-thread", "button.help" }.ToImmutableDictionary(key => key, key => key),
    CommandWords = ImmutableDictionary<string, string>.Empty,
};
var pack = new Pack("1") { Flows = ImmutableDictionary<string, Flow>.Empty, FlowOrder = [], Languages = ImmutableDictionary<string, Messages>.Empty.Add("en", english) };

using var platform = new RecordingSender(record, int.Parse(sends), TimeSpan.FromMicroseconds(int.Parse(later)));
var services = new ServiceCollection();
services.AddLogging(static logs => logs.ClearProviders());
services.AddSingleton<IClock>(new StandingClock(Instant.FromUnixTimeMilliseconds(long.Parse(instant))));
services.AddSingleton(TimeProvider.System);
services.AddSingleton<ISender>(platform);
services.AddSingleton<Func<Pack>>(() => pack);
services.AddSingleton<CrisisReading>(static _ => Screening.Clear); // Nobody writes anything here.
services.AddSingleton<EmergencyCard>(static (_, _, _) => []);
services.AddStorage(new StorageOptions { ConnectionString = $"Data Source={database}" }).AddOutbox().AddTurns();
// A disk that takes its time takes it: who is not woken then stands back for minutes, and here no minute passes.
services.AddSingleton(provider => ActivatorUtilities.CreateInstance<TurnRunner>(provider, new StandingTime()));
services.AddSingleton<Sweep>();
await using var provider = services.BuildServiceProvider();
provider.GetRequiredService<IStorageHealth>().Open();
var outbox = provider.GetRequiredService<OutboxSender>();
await outbox.CatchUpAsync(CancellationToken.None);
var sweep = provider.GetRequiredService<Sweep>();
var housekeeping = provider.GetRequiredService<IHousekeeping>();
var clock = provider.GetRequiredService<IClock>();
while (!(await housekeeping.DueAsync(clock.GetCurrentInstant(), 1, [], CancellationToken.None)).IsEmpty)
{
    await sweep.RunAsync(CancellationToken.None);
}

while (outbox.PlatformsWithNudgesWaiting(0).Count > 0)
{
    await Task.Delay(5);
}

await outbox.StopAsync(CancellationToken.None);
return 0;
