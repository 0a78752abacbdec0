using System.Net;
using ReflectionBot.Tests.Telegram.Loopback;
using ReflectionBot.Tests.WholeBot;

namespace ReflectionBot.Tests.Telegram;

/// <summary>The executable with Telegram and the local chat side by side.</summary>
public sealed class WholeProcessTests
{
    [Fact]
    public async Task A_token_that_is_revoked_ends_Telegram_with_a_clear_message_and_the_local_chat_goes_on()
    {
        await using var api = await LoopbackBotApi.StartAsync();
        await using var bot = await LivingBot.StartAsync("--LocalChat:Enabled=true", $"--Telegram:Token={LoopbackBotApi.Token}", $"--Telegram:ApiBaseUrl={api.Address}");
        var ann = api.Person(42);
        ann.Writes("/start");
        await ann.HearsAsync();
        await using var page = new ChatPage(bot, "ben");
        await page.TalkAsync("hello");

        api.RevokeToken();
        ann.Writes("and now?");
        await LoopbackBotApi.UntilAsync(
            () => bot.Output.Any(line => line.Contains("Telegram refuses the bot", StringComparison.Ordinal) && line.Contains("Other platforms go on", StringComparison.Ordinal)), "the message");

        await page.TalkAsync("are you still there?");
        await page.PressLabelAsync("Yes, let us begin");
        using var http = new HttpClient { BaseAddress = await bot.UrlAsync() };
        using var ready = await http.GetAsync(new Uri("/readyz", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
        Assert.Contains("the token was refused", await ready.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.DoesNotContain(bot.Output, line => line.Contains(LoopbackBotApi.Token.Split(':')[1], StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("en", "Telegram keeps this chat on its servers")]
    [InlineData("es", "Telegram guarda este chat en sus servidores")]
    public async Task The_first_message_says_what_Telegram_keeps_and_what_the_bot_keeps(string language, string telegrams)
    {
        await using var telegram = await WholeTelegram.StartAsync(Adapters.Telegram.TelegramReceive.Polling);
        var ann = telegram.Api.Person(42, language);

        ann.Writes("/start");
        var first = await ann.HearsAsync();

        Assert.Contains(telegrams, first.Text, StringComparison.Ordinal);
        Assert.Contains(language == "en" ? "I keep your place in a reflection" : "Guardo en qué punto", first.Text, StringComparison.Ordinal);
        Assert.Contains("/privacy", first.Text, StringComparison.Ordinal);
    }
}
