using Microsoft.Data.Sqlite;
using NodaTime;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Nudges;
using ReflectionBot.Storage;
using ReflectionBot.Tests.Storage;
using ReflectionBot.Tests.Telegram.Loopback;

namespace ReflectionBot.Tests.Telegram;

/// <summary>People whose nudges fall due one after the other, stored beside the bot.</summary>
internal static class DueNudges
{
    private static readonly Duration _apart = Duration.FromMilliseconds(400);

    /// <returns>Their chats.</returns>
    public static async Task<IReadOnlyList<long>> StoreAsync(string database, LoopbackBotApi api, long firstChat, int count)
    {
        var now = SystemClock.Instance.GetCurrentInstant();
        var chats = Enumerable.Range(0, count).Select(i => firstChat + i).ToList();
        await using var storage = SqliteUnderTest.Closed(new StorageOptions { ConnectionString = $"Data Source={database}" });
        storage.Database.Open();
        foreach (var chat in chats)
        {
            api.Chats.Open[chat] = true;
            var conversation = With(chat, now + (_apart * (chat - firstChat)), now);
            var basis = await storage.Turns.LoadAsync(conversation.Address, "setup", CancellationToken.None);
            await storage.Turns.CommitAsync(
                new TurnCommit(basis, $"setup/{chat}", now) { State = ConversationJson.Write(conversation), WakesAt = conversation.WakesAt }, CancellationToken.None);
        }

        SqliteConnection.ClearAllPools();
        return chats;
    }

    private static Conversation With(long chat, Instant due, Instant now)
    {
        var zone = NoonZone(now);
        var today = now.InZone(DateTimeZoneProviders.Tzdb[zone]).Date;
        return new Conversation(TelegramBed.AddressOf(chat))
        {
            Consent = new Consent("1", now),
            Nudges =
            [
                new NudgePlan("n1", NudgeKind.CheckIn, new LocalTime(12, 0), Weekdays.EveryDay, zone)
                {
                    Handled = today.PlusDays(-1),
                    MovedTo = due,
                    MovedDate = today,
                    MovedDeadline = due + NudgePlan.Window,
                },
            ],
        };
    }

    /// <summary>Where it is about noon, whenever the test runs: no nudge comes at night.</summary>
    private static string NoonZone(Instant now)
    {
        var ahead = 12 - now.InUtc().Hour;
        return ahead == 0 ? "Etc/UTC" : $"Etc/GMT{(ahead > 0 ? "-" : "+")}{Math.Abs(ahead)}";
    }
}
