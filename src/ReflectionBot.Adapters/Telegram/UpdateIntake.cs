using ReflectionBot.Adapters.Telegram.Wire;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Adapters.Telegram;

/// <summary>What happens to one update, whichever way it came: the button stops spinning, the Input is handed over.</summary>
internal sealed class UpdateIntake(IInputSink sink, CallbackAnswers callbacks, GroupTaps taps, GroupLine groups, GroupCalls calls, TelegramState state, TimeProvider clock)
{
    /// <summary>How long a supergroup is not looked at after the bot came there: the group that it was before moves in first.</summary>
    public static readonly TimeSpan MovingTime = TimeSpan.FromSeconds(2);

    /// <summary>Call it as soon as an update is seen, before its turn begins, if that may be later: a press is not kept waiting by those before it.</summary>
    public void See(Update update, CancellationToken process)
    {
        if (update.CallbackQuery is not { Id.Length: > 0 } pressed)
        {
            return;
        }

        var reading = UpdateReader.Read(update, state.Me?.Username);
        if (reading is Reading.Tapped tapped)
        {
            taps.Expect(tapped, pressed.Id, process);
        }
        else
        {
            Answer(pressed.Id, reading, process);
        }
    }

    /// <summary>Taken when there was nothing to take. An exception of the sink is a bug and is passed on.</summary>
    /// <param name="update">The update.</param>
    /// <param name="process">Ends with the process: what goes on beyond this call obeys it.</param>
    /// <param name="cancellationToken">Ends this call.</param>
    public async ValueTask<Acceptance> TakeAsync(Update update, CancellationToken process, CancellationToken cancellationToken)
    {
        var reading = UpdateReader.Read(update, state.Me?.Username);
        if (update.CallbackQuery is { Id.Length: > 0 } pressed)
        {
            Answer(pressed.Id, reading, process);
        }

        var acceptance = Acceptance.Taken;
        switch (reading)
        {
            // Whether it is meant for this bot, and where its private chat is, is known as soon as Telegram has said who the bot is.
            case Reading.InGroup or Reading.Called when state.Me is null:
                acceptance = Acceptance.Unavailable;
                break;
            case Reading.Called called:
                calls.Remember(called.Person, called.Call, process);
                acceptance = await sink.AcceptAsync(called.Input, cancellationToken);
                break;
            case Reading.Tapped tapped:
                acceptance = await sink.AcceptAsync(tapped.Input, cancellationToken);
                break;
            case Reading.ForBot { Input: GroupJoinedInput } joined when update.MyChatMember?.Chat?.Type == Chat.Supergroup:
                // A group that became a supergroup is told as joined, often before it is told as moved; then it would be welcomed again.
                await Task.Delay(MovingTime, clock, cancellationToken);
                acceptance = await sink.AcceptAsync(joined.Input, cancellationToken);
                break;
            case Reading.ForBot forBot:
                acceptance = await sink.AcceptAsync(forBot.Input, cancellationToken);
                break;
            case Reading.InGroup called:
                groups.Say(called, sink.CallsForHelp(called.Words), process);
                break;
            default:
                break;
        }

        TelegramMeter.Received(UpdateReader.KindOf(update), acceptance.ToString());
        return acceptance;
    }

    /// <summary>For an update that has to wait behind another of its chat: help that it calls for goes out at once.</summary>
    /// <returns>True when that was all there was to do: what is said of a group's own to everybody waits for no storage.</returns>
    public async ValueTask<bool> LookAsync(Update update, CancellationToken process)
    {
        switch (UpdateReader.Read(update, state.Me?.Username))
        {
            case Reading.InGroup called when state.Me is not null:
                groups.Say(called, sink.CallsForHelp(called.Words), process);
                TelegramMeter.Received(UpdateReader.KindOf(update), nameof(Acceptance.Taken));
                return true;
            case Reading.Called called:
                await sink.LookAsync(called.Input, turnedAway: false);
                return false;
            case Reading.Tapped tapped:
                await sink.LookAsync(tapped.Input, turnedAway: false);
                return false;
            case Reading.ForBot forBot:
                await sink.LookAsync(forBot.Input, turnedAway: false);
                return false;
            default:
                return false;
        }
    }

    private void Answer(string callbackId, Reading reading, CancellationToken process)
    {
        switch (reading)
        {
            case Reading.Tapped tapped:
                taps.Open(tapped, callbackId, process);
                break;
            case Reading.Elsewhere elsewhere when state.Me?.Username is { } username:
                callbacks.Answer(new AnswerCallbackQuery(callbackId) { Url = DeepLinks.Url(username, elsewhere.Payload) }, process);
                break;
            default:
                callbacks.Answer(callbackId, process);
                break;
        }
    }
}
