using NodaTime;
using ReflectionBot.Adapters.LocalChat;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Tests.LocalChat;

/// <summary>What the page relies on, whatever keeps the lines.</summary>
public abstract class LocalChatLogContract
{
    protected static readonly Address Ann = Address.Parse("local:ann");
    protected static readonly Address Bob = Address.Parse("local:bob");

    protected abstract ILocalChatLog Log { get; }

    protected static CancellationToken Patience => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lines_come_back_whole_and_in_order()
    {
        var rich = Line("b", "Which?") with
        {
            Speaker = ChatSpeaker.Bot,
            Kind = ReplyKind.Question,
            PickSeveral = true,
            Options = [new Option("1", "One", OptionLook.Picked), new Option("2", "Two \ud83d\udc9b")],
            Document = new Document("x.txt", "text/plain", "words\nand more"),
            Edited = true,
        };
        await Log.AppendAsync(Ann, Line("a", "first"), Patience);
        await Log.AppendAsync(Ann, rich, Patience);
        var page = await Log.ReadAsync(Ann, 0, Patience);
        Assert.Equal(["a", "b"], page.Present);
        Assert.Equal(Line("a", "first"), page.Changed[0].Line with { Options = Line("a", "").Options });
        var read = page.Changed[1].Line;
        Assert.Equal(rich.Options, read.Options);
        Assert.Equal(rich, read with { Options = rich.Options });
        Assert.Equal(page.Changed[1].Version, page.Version);
    }

    [Fact]
    public async Task A_known_id_is_not_added_again()
    {
        await Log.AppendAsync(Ann, Line("a", "first"), Patience);
        await Log.AppendAsync(Ann, Line("a", "second"), Patience);
        Assert.Equal("first", Assert.Single((await Log.ReadAsync(Ann, 0, Patience)).Changed).Line.Text);
    }

    [Fact]
    public async Task Only_what_changed_after_a_version_is_read_in_full()
    {
        await Log.AppendAsync(Ann, Line("a", "first"), Patience);
        await Log.AppendAsync(Ann, Line("b", "second"), Patience);
        var seen = (await Log.ReadAsync(Ann, 0, Patience)).Version;
        await Log.ChangeAsync(Ann, ["a", "gone"], line => line with { Chosen = "Yes" }, Patience);
        var page = await Log.ReadAsync(Ann, seen, Patience);
        Assert.Equal(["a", "b"], page.Present);
        Assert.Equal("Yes", Assert.Single(page.Changed).Line.Chosen);
        Assert.True(page.Version > seen);
        Assert.Empty((await Log.ReadAsync(Ann, page.Version, Patience)).Changed);
    }

    [Fact]
    public async Task Versions_never_fall_not_even_when_everything_was_cleared()
    {
        await Log.AppendAsync(Ann, Line("a", "first"), Patience);
        var seen = (await Log.ReadAsync(Ann, 0, Patience)).Version;
        await Log.ClearAsync(Ann, Patience);
        Assert.Equal(seen, (await Log.ReadAsync(Ann, seen, Patience)).Version);
        await Log.AppendAsync(Ann, Line("a", "anew"), Patience);
        Assert.Equal("anew", Assert.Single((await Log.ReadAsync(Ann, seen, Patience)).Changed).Line.Text);
    }

    [Fact]
    public async Task Removing_and_clearing_touch_nobody_else()
    {
        await Log.AppendAsync(Ann, Line("a", "ann's"), Patience);
        await Log.AppendAsync(Ann, Line("b", "ann's too"), Patience);
        await Log.AppendAsync(Bob, Line("a", "bob's"), Patience);
        await Log.RemoveAsync(Ann, ["a"], Patience);
        Assert.Equal(["b"], (await Log.ReadAsync(Ann, 0, Patience)).Present);
        await Log.ClearAsync(Ann, Patience);
        Assert.Empty((await Log.ReadAsync(Ann, 0, Patience)).Present);
        Assert.Equal(["a"], (await Log.ReadAsync(Bob, 0, Patience)).Present);
        Assert.Equal([Bob], await Log.AddressesAsync(Patience));
    }

    [Fact]
    public async Task A_single_line_is_found_until_it_is_gone()
    {
        await Log.AppendAsync(Ann, Line("a", "first"), Patience);
        Assert.Equal("first", (await Log.FindAsync(Ann, "a", Patience))?.Text);
        Assert.Null(await Log.FindAsync(Ann, "b", Patience));
        Assert.Null(await Log.FindAsync(Bob, "a", Patience));
    }

    [Fact]
    public async Task Only_the_newest_lines_are_kept()
    {
        for (var i = 0; i < ChatLine.MaxKept + 5; i++)
        {
            await Log.AppendAsync(Ann, Line($"{i}", "x"), Patience);
        }

        var page = await Log.ReadAsync(Ann, 0, Patience);
        Assert.Equal(ChatLine.MaxKept, page.Present.Length);
        Assert.Equal("5", page.Present[0]);
    }

    protected static ChatLine Line(string id, string text) => new(id, ChatSpeaker.Person, Instant.FromUtc(2026, 5, 4, 3, 2, 1), text);
}

public sealed class MemoryLocalChatLogTests : LocalChatLogContract
{
    protected override ILocalChatLog Log { get; } = new MemoryLocalChatLog();
}
