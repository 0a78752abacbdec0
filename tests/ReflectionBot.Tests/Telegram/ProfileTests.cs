using ReflectionBot.Adapters.Telegram;
using ReflectionBot.Core.Content;
using ReflectionBot.Tests.Telegram.Loopback;

namespace ReflectionBot.Tests.Telegram;

public sealed class ProfileTests : IAsyncLifetime
{
    private LoopbackBotApi _api = null!;

    public async ValueTask InitializeAsync() => _api = await LoopbackBotApi.StartAsync();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task Menu_name_and_descriptions_are_set_in_every_language_and_not_again_when_nothing_changed()
    {
        await using (await TelegramBed.StartAsync(_api, new RecordingSink()))
        {
            await LoopbackBotApi.UntilAsync(() => Sets() == 12, "three menus, name and two descriptions in two languages");
        }

        await using (await TelegramBed.StartAsync(_api, new RecordingSink()))
        {
            var asked = _api.Calls.Count(call => call.Method.StartsWith("getMy", StringComparison.Ordinal));
            await LoopbackBotApi.UntilAsync(() => _api.Calls.Count(call => call.Method.StartsWith("getMy", StringComparison.Ordinal)) >= Math.Max(24, asked), "all to be asked for again");
        }

        Assert.Equal(12, Sets());
        await _api.AssertKeptAsync();
    }

    [Fact]
    public async Task Help_is_the_first_entry_of_every_menu_in_private_and_in_groups()
    {
        await using var bed = await TelegramBed.StartAsync(_api, new RecordingSink());
        await LoopbackBotApi.UntilAsync(() => _api.Calls.Count(call => call.Method == "setMyCommands") == 6, "the menus");

        var menus = _api.Calls.Where(call => call.Method == "setMyCommands").Select(call => call.Parameters).ToList();
        Assert.All(menus, menu => Assert.Equal("help", menu.GetProperty("commands")[0].GetProperty("command").GetString()));
        Assert.Equal(2, menus.Count(menu => menu.GetProperty("scope").GetProperty("type").GetString() == "all_private_chats"));
        Assert.Equal(2, menus.Count(menu => menu.GetProperty("scope").GetProperty("type").GetString() == "all_group_chats"));
        Assert.Equal(3, menus.Count(menu => menu.TryGetProperty("language_code", out var code) && code.GetString() == "es"));
    }

    [Fact]
    public async Task Moderators_commands_show_to_nobody_but_the_administrators_of_a_group()
    {
        await using var bed = await TelegramBed.StartAsync(_api, new RecordingSink());
        await LoopbackBotApi.UntilAsync(() => _api.Calls.Count(call => call.Method == "setMyCommands") == 6, "the menus");

        var withRound = _api.Calls.Where(call => call.Method == "setMyCommands")
            .Where(call => call.Parameters.GetProperty("commands").EnumerateArray().Any(command => command.GetProperty("command").GetString() == "round"))
            .Select(call => call.Parameters.GetProperty("scope").GetProperty("type").GetString());
        Assert.Equal(["all_chat_administrators", "all_chat_administrators"], withRound);
    }

    [Fact]
    public void Every_command_is_in_the_private_menu() => Assert.All(TelegramBed.Content.Value.Languages.Values, messages =>
        Assert.Equal(Commands.All.Order(), TelegramTexts.Menu(messages, Adapters.Telegram.Wire.BotCommandScope.PrivateChats).Select(command => command.Command).Order()));

    [Fact]
    public void The_texts_of_every_language_fit_uncut() => Assert.All(TelegramBed.Content.Value.Languages.Values, messages =>
    {
        Assert.InRange(messages.Text("telegram.name").Length, 1, TelegramTexts.MaxName);
        Assert.InRange(messages.Text("telegram.short").Length, 1, TelegramTexts.MaxShortDescription);
        Assert.InRange(messages.Text("telegram.description").Length, 1, TelegramTexts.MaxDescription);
    });

    private int Sets() => _api.Calls.Count(call => call.Method.StartsWith("setMy", StringComparison.Ordinal));
}
