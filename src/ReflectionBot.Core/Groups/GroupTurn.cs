using NodaTime;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Groups;

/// <summary>A turn at a group's own Address. Only time moves a group; what people do there comes in at their private Addresses.</summary>
internal static class GroupTurn
{
    public static TurnResult Take(Conversation group, Input input, Pack pack, Instant now, Release? release)
    {
        if (input is not WokenInput)
        {
            return new TurnResult(group, []);
        }

        var scene = new GroupScene(group, pack, now);
        if (RoundRules.Pass(scene, release) is { Count: > 0 } needs)
        {
            return new TurnResult(group, []) { NeedsVoices = [.. needs] };
        }

        var effect = scene.Finish();
        return new TurnResult(effect.Conversation, effect.Outgoing) { Vaults = effect.Vaults };
    }
}
