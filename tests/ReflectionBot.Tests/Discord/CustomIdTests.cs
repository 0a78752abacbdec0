using ReflectionBot.Adapters.Discord;
using ReflectionBot.Outbox;

namespace ReflectionBot.Tests.Discord;

public sealed class CustomIdTests
{
    private static readonly string LongestOption = new('x', CustomIds.MaxOption);
    private static readonly string Mark = DeliveryIds.Of(new byte[32]);

    [Fact]
    public void The_longest_that_a_component_sends_back_is_as_long_as_Discord_lets_it_be() => Assert.All(
        [CustomIds.Press(LongestOption, Mark), CustomIds.Pick(LongestOption, Mark), CustomIds.Choose(Mark)],
        id => Assert.InRange(id.Length, 1, DiscordComponents.MaxCustomId));
}
