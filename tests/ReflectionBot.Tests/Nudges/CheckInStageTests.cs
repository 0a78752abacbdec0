using ReflectionBot.Adapters.Telegram;
using ReflectionBot.Tests.Discord;
using ReflectionBot.Tests.LocalChat;
using ReflectionBot.Tests.Storage;
using ReflectionBot.Tests.Telegram;

namespace ReflectionBot.Tests.Nudges;

/// <summary>The transcripts of check-ins in the browser. Another platform joins with an <see cref="IChatStage"/> of its own.</summary>
[Collection(BrowserTests.Name)]
public sealed class CheckInPageTests(Browser browser)
{
    [Theory]
    [MemberData(nameof(StagedTranscript.OfCheckIns), MemberType = typeof(StagedTranscript))]
    public async Task Check_ins_go_in_the_browser_as_written(string file)
    {
        using var folder = new TempFolder();
        var date = new TestDate();
        await using var bot = await RealBot.StartAsync(folder.Path, clock: date);
        await using var window = await browser.OpenAsync(bot.Url);
        await StagedTranscript.PlayAsync(new PageStage(bot, date, folder.File("bot.db"), () => window.TabAsync()), file);
    }
}

/// <summary>The same at the loopback Telegram.</summary>
public sealed class CheckInTelegramTests
{
    [Theory]
    [MemberData(nameof(StagedTranscript.OfCheckIns), MemberType = typeof(StagedTranscript))]
    public async Task Check_ins_go_in_Telegram_as_written(string file)
    {
        await using var telegram = await WholeTelegram.StartAsync(TelegramReceive.Polling);
        await StagedTranscript.PlayAsync(new TelegramStage(telegram, 1), file);
        await telegram.Api.AssertKeptAsync();
    }
}

/// <summary>The same at the loopback Discord.</summary>
public sealed class CheckInDiscordTests
{
    [Theory]
    [MemberData(nameof(StagedTranscript.OfCheckIns), MemberType = typeof(StagedTranscript))]
    public async Task Check_ins_go_in_Discord_as_written(string file)
    {
        await using var discord = await WholeDiscord.StartAsync();
        await StagedTranscript.PlayAsync(new DiscordStage(discord, 1), file);
        await discord.Discord.AssertKeptAsync();
    }
}
