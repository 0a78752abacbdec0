using ReflectionBot.Adapters.Telegram;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Groups;

namespace ReflectionBot.Tests.Telegram;

public sealed class DeepLinkTests
{
    private static readonly string RoundId = new('f', 16);

    [Fact]
    public void The_longest_of_every_kind_is_one_that_Telegram_hands_back() => Assert.All(
        [
            .. GroupCommands.All.Select(command => DeepLinks.Group(command, long.MinValue, int.MaxValue)),
            .. Commands.All.Select(command => DeepLinks.PayloadOf($"!{command}")),
            DeepLinks.PayloadOf(VoiceButtons.Answer(RoundId)),
            DeepLinks.PayloadOf(VoiceButtons.Reporting(RoundId)),
        ],
        payload => Assert.Matches($"^[A-Za-z0-9_-]{{1,{DeepLinks.MaxPayload}}}$", payload));
}
