using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using ReflectionBot.Adapters.Telegram;
using ReflectionBot.Tests.Telegram.Loopback;
using ReflectionBot.Tests.WholeBot;

namespace ReflectionBot.Tests.Telegram;

/// <summary>The real process, killed again and again while people write and press and nudges are due.</summary>
public sealed class KillTests(ITestOutputHelper log)
{
    private const int Bots = 2;
    private const int PeopleEach = 250;
    private const int NudgesEach = 60;
    private const int NudgesAfterwards = 5;
    private const int MostCallsALife = 25;
    private const string CardBegins = "Here is a short note.";
    private static readonly string _notTaken = ShippedContent.Pack.In("en").Text("trouble.not-taken");

    /// <summary>All of a hundred take five minutes of processor time, so the gate takes fewer; TELEGRAM_KILLS=100 takes them all.</summary>
    private static readonly int _killsEach = int.Parse(Environment.GetEnvironmentVariable("TELEGRAM_KILLS") ?? "16", CultureInfo.InvariantCulture) / Bots;
    private static readonly TimeSpan _betweenUpdates = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Kills_under_fifty_updates_a_second_leave_no_update_unanswered_and_no_nudge_comes_twice()
    {
        var lives = await Task.WhenAll(Enumerable.Range(0, Bots).Select(LiveThroughKillsAsync));

        log.WriteLine(
            $"{Bots * _killsEach} kills over {lives.Sum(life => life.Updates)} updates of {Bots * PeopleEach} people; {lives.Sum(life => life.Twice)} replies came twice; "
            + $"{lives.Sum(life => life.Nudged)} of {Bots * NudgesEach} nudges came, each once; the others were on their way at a kill");
    }

    private static async Task<(int Updates, int Twice, int Nudged)> LiveThroughKillsAsync(int number)
    {
        await using var api = await LoopbackBotApi.StartAsync();
        api.ForgivesSecondAnswers = true;
        api.KeepsRates = false;
        var heard = new Heard(api);
        var dice = new Random(number);
        await using var bot = LivingBot.Prepare($"--Telegram:Token={LoopbackBotApi.Token}", $"--Telegram:ApiBaseUrl={api.Address}");
        var nudged = await DueNudges.StoreAsync(bot.DatabasePath, api, firstChat: (number * 1000) + 500, NudgesEach);
        await bot.RiseAsync();
        var people = Enumerable.Range(0, PeopleEach).Select(i => new Walker(api, (number * 1000) + i + 1)).ToArray();
        using var killed = new CancellationTokenSource();
        var talking = TalkAsync(people, dice, killed.Token);
        for (var kill = 0; kill < _killsEach; kill++)
        {
            // After so many calls of this life, at whatever instant of whosever turn that is.
            await heard.CallsAsync(dice.Next(1, MostCallsALife), _patience);
            await bot.KillAsync();
            await api.DrainedAsync(); // What was on its way at the kill belongs to the life that sent it.
            heard.NextLife();
            await bot.RiseAsync();
        }

        await killed.CancelAsync();
        var updates = await talking;
        var twice = 0;
        foreach (var person in people)
        {
            twice += await person.SettleAsync(heard, _patience);
        }

        var afterwards = await DueNudges.StoreAsync(bot.DatabasePath, api, firstChat: (number * 1000) + 800, NudgesAfterwards);
        await LoopbackBotApi.UntilAsync(() => afterwards.All(chat => api.Chats.In(chat).Count > 0), "the nudges after the killing", seconds: _patience.TotalSeconds);
        Assert.All(nudged.Concat(afterwards), chat => Assert.True(api.Chats.In(chat).Count <= 1, $"a nudge came {api.Chats.In(chat).Count} times"));
        Assert.DoesNotContain(bot.Output, line => line.Contains(LoopbackBotApi.Token.Split(':')[1], StringComparison.Ordinal));
        return (updates, twice, nudged.Count(chat => api.Chats.In(chat).Count > 0));
    }

    private static async Task<int> TalkAsync(Walker[] people, Random dice, CancellationToken killed)
    {
        using var pace = new PeriodicTimer(_betweenUpdates);
        var updates = 0;
        try
        {
            while (await pace.WaitForNextTickAsync(killed))
            {
                people[dice.Next(people.Length)].Act();
                updates++;
            }
        }
        catch (OperationCanceledException)
        {
            // The killing is over.
        }

        return updates;
    }

    /// <summary>What arrived, and in which life of the bot.</summary>
    private sealed class Heard
    {
        private readonly ConcurrentQueue<(long Chat, string Text, int Life)> _messages = new();
        private readonly Lock _gate = new();
        private TaskCompletionSource _enough = new();
        private int _life;
        private int _left;

        public Heard(LoopbackBotApi api)
        {
            api.OnSent = (chat, message) => _messages.Enqueue((chat, message.Text, Volatile.Read(ref _life)));
            api.OnCall = (_, chat) =>
            {
                lock (_gate)
                {
                    if (chat != 0 && --_left == 0)
                    {
                        _enough.TrySetResult();
                    }
                }
            };
        }

        public IEnumerable<(string Text, int Life)> In(long chat) => _messages.Where(message => message.Chat == chat).Select(message => (message.Text, message.Life));

        public void NextLife() => Interlocked.Increment(ref _life);

        /// <summary>Completes with the call of that number about a chat, counted from now.</summary>
        public Task CallsAsync(int count, TimeSpan patience)
        {
            lock (_gate)
            {
                _left = count;
                _enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                return _enough.Task.WaitAsync(patience, TestContext.Current.CancellationToken);
            }
        }
    }

    private sealed class Walker(LoopbackBotApi api, int id)
    {
        private readonly Oracle _oracle = new($"{id}", id, TelegramOptions.Platform);
        private readonly LoopbackPerson _person = api.Person(id);

        public void Act()
        {
            var next = JsonSerializer.SerializeToElement(_oracle.Next());
            if (next.TryGetProperty("text", out var text))
            {
                _person.Writes(text.GetString()!);
            }
            else
            {
                _person.PressRaw(_person.Sees.Select(message => message.Id).LastOrDefault(1), next.GetProperty("options")[0].GetString()!);
            }
        }

        /// <summary>
        /// Everything an undisturbed bot would have said is there; help may have overtaken what waited, so the order does not
        /// count. Twice came only what was in doubt: never the same in one life. Returns how many came twice.
        /// </summary>
        public async Task<int> SettleAsync(Heard heard, TimeSpan patience)
        {
            var expected = _oracle.Said.CountBy(text => text).ToDictionary(StringComparer.Ordinal);
            await LoopbackBotApi.UntilAsync(
                () => Texts().CountBy(text => text).ToDictionary(StringComparer.Ordinal) is var there && expected.All(one => there.GetValueOrDefault(one.Key) >= one.Value),
                $"all that is to be said to {id}",
                seconds: patience.TotalSeconds);
            var twice = 0;
            foreach (var (text, count) in Texts().CountBy(text => text).Where(there => !MayComeTwice(there.Key)))
            {
                Assert.True(expected.TryGetValue(text, out var due), $"Nobody was to say to {id}: {text}");
                twice += count - due;
                var lives = heard.In(id).Where(message => message.Text == text).Select(message => message.Life).ToList();
                Assert.True(count == due || due > 1 || lives.Distinct().Count() == lives.Count, $"Twice in one life to {id}: {text}");
            }

            return twice;
        }

        /// <summary>Help that a slow disk keeps waiting goes out past the storage and once more from its turn; what else it keeps waiting is answered with a line that says so.</summary>
        private static bool MayComeTwice(string text) => text.StartsWith(CardBegins, StringComparison.Ordinal) || text == _notTaken;

        private IEnumerable<string> Texts() => api.Chats.In(id).Select(message => message.Text);
    }
}
