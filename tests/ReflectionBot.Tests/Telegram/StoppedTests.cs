using NodaTime;
using ReflectionBot.Adapters.Telegram;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Nudges;

namespace ReflectionBot.Tests.Telegram;

/// <summary>Somebody stops the bot in their private chat, and comes back.</summary>
public sealed class StoppedTests
{
    [Fact]
    public async Task Reminders_rest_for_whoever_stopped_the_bot_and_they_are_answered_when_they_come_back()
    {
        await using var telegram = await WholeTelegram.StartAsync(TelegramReceive.Polling);
        await telegram.PutAsync(new Conversation(TelegramBed.AddressOf(42))
        {
            Consent = new Consent("1", default),
            Nudges = [new NudgePlan("n1", NudgeKind.CheckIn, new LocalTime(12, 0), Weekdays.EveryDay, "Etc/UTC") { Handled = new LocalDate(2026, 1, 1) }],
        });

        telegram.Api.Person(42).StopsTheBot();
        await telegram.QuietAsync();
        Assert.True(Assert.Single((await telegram.ReadAsync(TelegramBed.AddressOf(42))).Nudges).Resting);
        Assert.Empty(telegram.Api.Chats.In(42));

        telegram.Api.Person(42).Blocks(blocked: false);
        telegram.Api.Person(42).Writes("/settings");
        await telegram.QuietAsync();

        Assert.Single(telegram.Api.Chats.In(42));
        await telegram.Api.AssertKeptAsync();
    }

    [Fact]
    public async Task An_album_is_answered_once()
    {
        await using var telegram = await WholeTelegram.StartAsync(TelegramReceive.Polling);
        await telegram.PutAsync(new Conversation(TelegramBed.AddressOf(42)) { Consent = new Consent("1", default) });

        foreach (var _ in Enumerable.Range(0, 10))
        {
            telegram.Api.Person(42).Shows("photo", album: "1300000000000");
        }

        await telegram.QuietAsync();

        Assert.Single(telegram.Api.Chats.In(42));
    }
}
