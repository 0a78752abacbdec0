using NodaTime;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Crisis;
using ReflectionBot.Core.Groups;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Core.Nudges;

namespace ReflectionBot.Core.Conversations;

/// <summary>
/// The decision: what one Input does to one Conversation. A pure function; the same arguments always give the same
/// result, and no Input in any state throws.
/// </summary>
public static class Turn
{
    /// <param name="conversation">The state before.</param>
    /// <param name="input">Screened: <see cref="Input.Screening"/> says what the crisis screen saw in it.</param>
    /// <param name="pack">Content, with the earlier revisions that Runs of this Conversation stand on.</param>
    /// <param name="now">The instant of the turn.</param>
    /// <param name="recalled">Words of Entries by id, when an earlier attempt at this turn said it <see cref="TurnResult.Needs"/> them.</param>
    /// <param name="view">The group that an earlier attempt said it <see cref="TurnResult.NeedsGroup"/>.</param>
    /// <param name="release">The Voices that an earlier attempt said it <see cref="TurnResult.NeedsVoices"/>.</param>
    public static TurnResult Take(
        Conversation conversation,
        Input input,
        Pack pack,
        Instant now,
        IReadOnlyDictionary<string, string>? recalled = null,
        GroupView? view = null,
        Release? release = null)
    {
        if (GroupTurn.IsMeant(conversation, input))
        {
            return GroupTurn.Take(conversation, input, pack, now, release);
        }

        var turn = new TurnContext(conversation, input, pack, now, recalled, view);
        if (input is not (WokenInput or ClosedInput))
        {
            WelcomeTurn.SuggestLanguage(turn);
            NudgeTurn.Heard(turn);
            CareTurn.Heard(turn);
        }

        switch (input)
        {
            case WokenInput:
                CareTurn.Woken(turn);
                NudgeTurn.Woken(turn);
                VoiceTurn.Woken(turn);
                NoteTurn.Woken(turn);
                SuggestTurn.Woken(turn);
                break;
            case ClosedInput:
                NudgeTurn.Closed(turn);
                break;
            case OptionInput pressed:
                OptionTurn.Take(turn, pressed);
                break;
            case MediaInput or CommandInput or GroupCommandInput when TextTurn.AsksForHelp(turn, input.Words):
                CommandTurn.Take(turn, Commands.Help, "");
                break;
            case MediaInput:
                if (!CareTurn.Screened(turn))
                {
                    turn.SayMessage("media.kind");
                    turn.SayWith(Commands.Help, Commands.Reflect);
                }

                break;
            case CommandInput command:
                if (command.Command is Commands.Help || !CareTurn.Screened(turn))
                {
                    CommandTurn.Take(turn, command.Command, command.Argument);
                }

                break;
            case GroupCommandInput called:
                RoundDeskTurn.Called(turn, called);
                break;
            case VoiceInput voice:
                VoiceTurn.Gave(turn, voice);
                break;
            case TextInput text:
                TextTurn.Take(turn, text);
                break;
            default:
                break;
        }

        return turn.Finish();
    }
}
