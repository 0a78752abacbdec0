using System.Text.Json.Nodes;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Tests.Discord.Loopback;
using ReflectionBot.Tests.Telegram;

namespace ReflectionBot.Tests.Discord;

public sealed class MessageReaderTests : IAsyncLifetime
{
    private readonly RecordingSink _sink = new();
    private LoopbackDiscord _discord = null!;
    private DiscordBed _bed = null!;
    private LoopbackPerson _ann = null!;

    public async ValueTask InitializeAsync()
    {
        _discord = await LoopbackDiscord.StartAsync();
        _bed = await DiscordBed.StartAsync(_discord, _sink);
        _ann = _discord.Person(42);
    }

    public async ValueTask DisposeAsync()
    {
        await _bed.DisposeAsync();
        await _discord.DisposeAsync();
    }

    [Fact]
    public async Task Text_comes_with_an_id_that_a_second_delivery_shares()
    {
        var id = _ann.Writes("hello");
        _discord.Gateway.Repeat();
        var inputs = await TakenAsync(1);
        await LoopbackDiscord.UntilAsync(() => !_sink.Duplicates.IsEmpty, "the second one");

        Assert.Equal(new TextInput($"discord/m/{id}", DiscordBed.AddressOf(42), "hello") { ComesAgain = true }, inputs[0]);
    }

    [Fact]
    public async Task An_edit_passes_the_screen_and_a_found_preview_does_not()
    {
        var id = _ann.Writes("hello");
        _ann.Edits(id, "I cannot go on");
        _discord.Gateway.Publish("MESSAGE_UPDATE", new JsonObject { ["id"] = id, ["channel_id"] = "1", ["content"] = "x", ["author"] = new JsonObject { ["id"] = "42" }, ["edited_timestamp"] = null });
        _ann.Writes("after");

        var inputs = await TakenAsync(3);

        Assert.True(Assert.IsType<TextInput>(inputs[1]) is { Edited: true, Text: "I cannot go on" });
        Assert.False(Assert.IsType<TextInput>(inputs[2]).Edited);
    }

    [Fact]
    public async Task Pictures_stickers_voices_and_forwards_are_media_whose_words_are_screened()
    {
        _ann.Writes("look", message => message["attachments"] = new JsonArray(new JsonObject { ["id"] = "1", ["filename"] = "a.png" }));
        _ann.Writes("", message => message["sticker_items"] = new JsonArray(new JsonObject { ["id"] = "1", ["name"] = "s" }));
        _ann.Writes("", message => message["message_snapshots"] = new JsonArray(new JsonObject { ["message"] = new JsonObject { ["content"] = "said elsewhere" } }));
        _ann.Writes("", message => message["poll"] = new JsonObject { ["question"] = new JsonObject { ["text"] = "Should I" }, ["answers"] = new JsonArray(new JsonObject { ["answer_id"] = 1, ["poll_media"] = new JsonObject { ["text"] = "go on" } }) });
        _ann.Writes("", message => message["attachments"] = new JsonArray(new JsonObject { ["id"] = "1", ["filename"] = "a.ogg" }));

        var inputs = await TakenAsync(5);

        Assert.Equal(["look", "", "said elsewhere", "Should I\ngo on", ""], inputs.Select(input => Assert.IsType<MediaInput>(input).Caption));
    }

    [Fact]
    public async Task Half_a_pair_of_surrogates_does_not_cost_the_message()
    {
        _ann.Writes("x \ud83d help");

        Assert.Contains("help", Assert.IsType<TextInput>((await TakenAsync(1))[0]).Text, StringComparison.Ordinal);
    }

    private async Task<Input[]> TakenAsync(int count)
    {
        await LoopbackDiscord.UntilAsync(() => _sink.Taken.Count >= count, $"{count} inputs");
        return [.. _sink.Taken];
    }
}
