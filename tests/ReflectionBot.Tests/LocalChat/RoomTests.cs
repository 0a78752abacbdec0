using Microsoft.Extensions.Options;
using ReflectionBot.Adapters.LocalChat;
using ReflectionBot.Core.Groups;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Tests.LocalChat;

/// <summary>A group on the page: what is posted as somebody in it, and who may moderate.</summary>
public sealed class RoomTests
{
    private static readonly Address Circle = Address.Parse("local:~circle");
    private static readonly Address Ann = Address.Parse("local:ann");

    [Theory]
    [InlineData("round")]
    [InlineData("help")]
    public void A_command_given_in_a_group_moves_the_private_chat_of_whoever_gave_it(string command)
    {
        var input = LocalChatReceiver.Read("ann", new PostedInput("0123456789", null, null, command, "~circle"), null);

        var given = Assert.IsType<GroupCommandInput>(input);
        Assert.Equal((Ann, Circle, command), (given.Address, given.Group, given.Command));
    }

    [Theory]
    [InlineData("circle", "round", null)]
    [InlineData("~", "round", null)]
    [InlineData("~Circle", "round", null)]
    [InlineData("~a/b", "round", null)]
    [InlineData("~circle", "forget", null)]
    [InlineData("~circle", null, "words meant for nobody")]
    public void Anything_else_in_a_group_is_refused(string group, string? command, string? text) =>
        Assert.Null(LocalChatReceiver.Read("ann", new PostedInput("0123456789", text, null, command, group), null));

    [Fact]
    public void A_group_cannot_speak_as_a_person() =>
        Assert.Null(LocalChatReceiver.Read("~circle", new PostedInput("0123456789", "hello", null, null), null));

    [Theory]
    [InlineData("", "bob", true)]
    [InlineData("ann", "bob", false)]
    [InlineData("ann,bob", "bob", true)]
    public async Task Who_is_named_moderates_and_everybody_when_nobody_is(string named, string person, bool may)
    {
        var options = new LocalChatOptions();
        foreach (var name in named.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            options.Moderators.Add(name);
        }

        var moderators = new LocalModerators(Options.Create(options));
        Assert.Equal(may ? Standing.Manages : Standing.None, await moderators.StandingAsync(Circle, Address.Of("local", person), [], TestContext.Current.CancellationToken));
        Assert.Equal(Standing.None, await moderators.StandingAsync(Ann, Address.Of("local", person), [], TestContext.Current.CancellationToken));
    }
}
