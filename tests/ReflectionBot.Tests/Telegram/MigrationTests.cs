using ReflectionBot.Adapters.Telegram;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Tests.Telegram;

/// <summary>A group that becomes a supergroup has another id from then on; what the bot holds of it lives on there.</summary>
public sealed class MigrationTests
{
    private const long Group = -5;
    private const long Supergroup = -1_005;

    [Fact]
    public async Task An_update_that_a_group_became_a_supergroup_moves_what_is_stored()
    {
        await using var telegram = await WholeTelegram.StartAsync(TelegramReceive.Polling);
        await telegram.PutAsync(OfGroup());

        telegram.Api.Person(42).TurnsGroupIntoSupergroup(Group, Supergroup);
        await telegram.QuietAsync();

        Assert.Equal("es", (await telegram.ReadAsync(TelegramBed.AddressOf(Supergroup))).Language);
        Assert.Null((await telegram.ReadAsync(TelegramBed.AddressOf(Group))).Consent);
    }

    [Fact]
    public async Task A_group_that_became_a_supergroup_is_not_welcomed_again()
    {
        const long supergroup = -1_000_000_001_005;
        await using var telegram = await WholeTelegram.StartAsync(TelegramReceive.Polling);
        telegram.Api.Person(42).ChangesTheBot(Group, "member");
        await telegram.QuietAsync();
        Assert.Single(telegram.Api.Chats.In(Group));

        telegram.Api.Person(42).TurnsGroupIntoSupergroup(Group, supergroup);
        await telegram.QuietAsync();

        Assert.Empty(telegram.Api.Chats.In(supergroup));
        Assert.True((await telegram.ReadAsync(TelegramBed.AddressOf(supergroup))).Group?.Welcomed);
    }

    [Fact]
    public async Task What_was_to_be_said_in_a_group_that_became_a_supergroup_unnoticed_arrives_there_in_order()
    {
        await using var telegram = await WholeTelegram.StartAsync(TelegramReceive.Off);
        telegram.Api.Chats.MovedTo[Group] = Supergroup;
        telegram.Api.Chats.Open[Supergroup] = true;

        await telegram.SayAsync(OfGroup(), new Reply("one"), new ReplyRetirement("q1", "A"), new Reply("two"), new Reply("three"));
        await telegram.QuietAsync();

        Assert.Equal(["one", "two", "three"], telegram.Api.Chats.In(Supergroup).Select(message => message.Text));
        var moved = await telegram.ReadAsync(TelegramBed.AddressOf(Supergroup));
        Assert.Equal((TelegramBed.AddressOf(Supergroup), "es"), (moved.Address, moved.Language));
        await telegram.Api.AssertKeptAsync();
    }

    private static Conversation OfGroup() => new(TelegramBed.AddressOf(Group)) { Language = "es", Consent = new Consent("1", default) };
}
