using ReflectionBot.Adapters.Discord;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Groups;
using ReflectionBot.Tests.Discord.Loopback;
using ReflectionBot.Tests.Telegram;

namespace ReflectionBot.Tests.Discord;

public sealed class CommandTests
{
    private const string Get = "GET applications/{}/commands";
    private const string Put = "PUT applications/{}/commands";

    [Fact]
    public async Task Commands_are_set_when_they_are_not_as_they_should_be_and_only_then()
    {
        await using var discord = await LoopbackDiscord.StartAsync();
        await using (await DiscordBed.StartAsync(discord, new RecordingSink()))
        {
            await LoopbackDiscord.UntilAsync(() => discord.Calling(Put) == 1, "the commands");
        }

        await using (await DiscordBed.StartAsync(discord, new RecordingSink()))
        {
            await LoopbackDiscord.UntilAsync(() => discord.Calling(Get) == 2, "a look");
        }

        Assert.Equal(1, discord.Calling(Put));
        await discord.AssertKeptAsync();
    }

    [Fact]
    public void Every_command_of_the_bot_is_there_in_both_languages_and_everywhere()
    {
        var commands = SlashCommands.Of(TelegramBed.Content.Value);

        var ofServers = commands.Where(command => GroupCommands.All.Contains(command.Name)).ToList();
        Assert.All(ofServers, command => Assert.Equal([0, 0], command.Contexts!.Concat(command.IntegrationTypes!)));
        Assert.All(ofServers, command => Assert.Equal(GroupCommands.OfModerators.Contains(command.Name) ? "8224" : null, command.DefaultMemberPermissions));
        commands = [.. commands.Except(ofServers)];
        Assert.Equal(Commands.All.Order(), commands.Select(command => command.Name).Order());
        Assert.Equal(Commands.Help, commands[0].Name);
        Assert.All(commands, command =>
        {
            Assert.Equal(["es-419", "es-ES"], command.NameLocalizations!.Keys);
            Assert.Equal(["es-419", "es-ES"], command.DescriptionLocalizations!.Keys);
            Assert.Equal([0, 1, 2], command.Contexts!);
            Assert.Equal([0, 1], command.IntegrationTypes!);
        });
        Assert.Equal(commands.Length, commands.Select(command => command.NameLocalizations!["es-ES"]).Distinct().Count());
        Assert.All(commands.SelectMany(command => command.NameLocalizations!.Values), name => Assert.True(SlashCommands.IsName(name), name));
    }

    [Fact]
    public async Task A_command_under_another_name_or_with_an_argument_is_what_it_means()
    {
        await using var discord = await LoopbackDiscord.StartAsync();
        var sink = new RecordingSink();
        await using var bed = await DiscordBed.StartAsync(discord, sink);

        discord.Person(1, "es-ES").Uses("country", "ES");
        await LoopbackDiscord.UntilAsync(() => !sink.Taken.IsEmpty, "the command");

        var command = Assert.IsType<Core.Messaging.CommandInput>(sink.Taken.Single());
        Assert.Equal(("country", "ES", "es-ES"), (command.Command, command.Argument, command.ClientLanguage));
    }
}
