using System.Collections.Immutable;
using NodaTime;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Core.Nudges;

namespace ReflectionBot.Core.Groups;

/// <summary>What programmes do when their time comes, and how moderators change them.</summary>
internal static class ProgrammeRules
{
    /// <summary>So many missed Rounds of one programme are decided at once; the rest with the next wake-up.</summary>
    private const int MaxMissedAtOnce = 400;

    /// <summary>Opens what is due. Returns why each Round that was due and not opened was not.</summary>
    public static ImmutableArray<NudgeReason> Pass(GroupScene scene, string inputId)
    {
        var dropped = ImmutableArray.CreateBuilder<NudgeReason>();
        foreach (var programme in scene.Group.Programmes)
        {
            var current = programme;
            for (var missed = 0; missed < MaxMissedAtOnce && current.Next is { } due && due.At <= scene.Now; missed++)
            {
                current = current with { Handled = due.Date };
                Replace(scene, current);
                if (due.Deadline < scene.Now)
                {
                    dropped.Add(NudgeReason.RoundLate);
                }
                else if (!Open(scene, current, inputId))
                {
                    dropped.Add(NudgeReason.RoundSkipped);
                }
            }
        }

        return dropped.ToImmutable();
    }

    public static Programme? Find(GroupScene scene, int number) => scene.Group.Programmes.FirstOrDefault(programme => programme.Number == number);

    /// <summary>A new one that opens nothing yet; null when there are as many as may be.</summary>
    public static Programme? Add(GroupScene scene)
    {
        if (scene.Group.Programmes.Length >= Programme.Max)
        {
            return null;
        }

        var programme = new Programme(scene.Group.LastProgramme + 1, "Etc/UTC", new LocalTime(18, 0), Weekdays.Monday) { Handled = scene.Now.InUtc().Date };
        scene.Change(group => group with { LastProgramme = programme.Number, Programmes = group.Programmes.Add(programme) });
        return programme;
    }

    /// <summary>Reckoned anew from now on: what was due before is not made up for.</summary>
    public static void Change(GroupScene scene, Address by, Programme programme)
    {
        Replace(scene, programme.StartingAt(scene.Now));
        scene.Note(by, ModeratorAction.ProgrammeChanged, programme.Number);
    }

    public static void Delete(GroupScene scene, Address by, int number)
    {
        scene.Change(group => group with { Programmes = group.Programmes.RemoveAll(programme => programme.Number == number) });
        scene.Note(by, ModeratorAction.ProgrammeDeleted, number);
    }

    private static bool Open(GroupScene scene, Programme programme, string inputId)
    {
        if (QuestionPool.Next(scene.Group, programme, scene.Library, scene.Conversation.Language) is not { } question
            || !RoundRules.Open(scene, new NewRound(programme.Kind, question.Text, Duration.FromMinutes(programme.OpenMinutes))
            {
                Thread = programme.Thread,
                Mention = programme.Mention?.Id,
            }, inputId))
        {
            return false;
        }

        scene.Change(group => QuestionPool.Asking(group, question.Key));
        return true;
    }

    private static void Replace(GroupScene scene, Programme programme) => scene.Change(group => group with
    {
        Programmes = [.. group.Programmes.Select(other => other.Number == programme.Number ? programme : other)],
    });
}
