using System.Text;
using ReflectionBot.Tests.Discord.Loopback;
using ReflectionBot.Tests.WholeBot;

namespace ReflectionBot.Tests.Discord;

/// <summary>The real executable with Discord switched on.</summary>
public sealed class HostTests
{
    private const string Canary = "Zinnober-Kanarienvogel im Oktoberkeller";

    [Fact]
    public async Task What_a_person_wrote_and_every_token_are_in_no_file_and_no_log_and_a_reset_token_stops_only_Discord()
    {
        await using var discord = await LoopbackDiscord.StartAsync(overTheSocket: true);
        await using var bot = await LivingBot.StartAsync($"--Discord:Token={LoopbackDiscord.Token}", $"--Discord:ApiBaseUrl={discord.Address}", "--LocalChat:Enabled=true");
        using var http = new HttpClient { BaseAddress = await bot.UrlAsync() };
        await LoopbackDiscord.UntilAsync(() => discord.Socket.IsLive, "the gateway");
        var ann = discord.Person(42);
        ann.Uses("start", "b2-quiet-between-us", LoopbackPlace.Server);
        await ann.PressesAsync("Yes, let us begin");
        await LoopbackDiscord.UntilAsync(() => ann.Sees.Any(message => message.Labels.Contains("Continue in private")), "the first question");
        ann.Writes(Canary);
        ann.Writes($"i want to die, {Canary}");
        await LoopbackDiscord.UntilAsync(() => ann.Sees.Count(message => !message.Ephemeral) >= 2, "answers in private");
        Assert.Contains("discord: Healthy", await http.GetStringAsync(new Uri("/readyz", UriKind.Relative), TestContext.Current.CancellationToken), StringComparison.Ordinal);

        discord.RevokeToken();
        ann.Writes("and now");
        await LoopbackDiscord.UntilAsync(() => bot.Output.Any(line => line.Contains("Critical", StringComparison.Ordinal) && line.Contains("token", StringComparison.Ordinal)), "one clear message");
        var ready = await http.GetAsync(new Uri("/readyz", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.True(ready.IsSuccessStatusCode);
        Assert.Contains("discord: Degraded the token was refused", await ready.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await using (var page = new ChatPage(bot, "bob"))
        {
            await page.TalkAsync("hello");
        }

        foreach (var secret in new[] { Canary, LoopbackDiscord.Token, LoopbackDiscord.InteractionSecret })
        {
            Assert.DoesNotContain(await bot.TracesAsync(), trace => trace.Bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)) >= 0 || trace.Bytes.AsSpan().IndexOf(Encoding.Unicode.GetBytes(secret)) >= 0);
        }

        await discord.AssertKeptAsync();
    }
}
