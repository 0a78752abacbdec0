using System.Collections.Immutable;
using NodaTime;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Core.Nudges;

namespace ReflectionBot.Core.Groups;

/// <summary>A turn at a group's own Address: time has passed, or the platform tells something of the group. What people do there comes in at their private Addresses.</summary>
internal static class GroupTurn
{
    /// <summary>Only ever about a group, also one that is not known yet.</summary>
    public static bool IsMeant(Conversation conversation, Input input) =>
        conversation.Group is not null || input is GroupJoinedInput or GroupLeftInput or ThreadGoneInput or PostLostInput;

    public static TurnResult Take(Conversation group, Input input, Pack pack, Instant now, Release? release)
    {
        var scene = new GroupScene(group, pack, now);
        if (group is { Group: null, Consent: null })
        {
            scene.Change(static known => known);
        }

        var dropped = ImmutableArray<NudgeReason>.Empty;
        switch (input)
        {
            // A private chat is never made a group, whatever an adapter says.
            case GroupJoinedInput joined when scene.Conversation.Group is not null:
                Arrival.Joined(scene, joined);
                break;
            case GroupLeftInput when scene.Conversation.Group is not null:
                Arrival.Left(scene);
                break;
            case ThreadGoneInput gone:
                foreach (var round in RoundRules.Lost(scene, gone))
                {
                    scene.Tell("note.thread-gone", round.Number);
                }

                break;
            case PostLostInput lost when scene.Conversation.Group is { LeftAt: null }:
                BarredPosts.Lost(scene, lost);
                break;
            case WokenInput when scene.Group.LeftAt is { } left:
                return left + Group.Rest <= now ? new TurnResult(group, []) { Forget = true } : new TurnResult(group, []);
            case WokenInput when RoundRules.Pass(scene, release) is { Count: > 0 } needs:
                return new TurnResult(group, []) { NeedsVoices = [.. needs] };
            case WokenInput:
                BarredPosts.Pass(scene);
                dropped = ProgrammeRules.Pass(scene, input.Id);
                break;
            default:
                break;
        }

        var effect = scene.Finish();
        return new TurnResult(effect.Conversation, effect.Outgoing) { Vaults = effect.Vaults, Notes = effect.Notes, NudgesDropped = dropped };
    }
}
