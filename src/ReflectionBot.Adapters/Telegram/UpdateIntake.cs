using ReflectionBot.Adapters.Telegram.Wire;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Adapters.Telegram;

/// <summary>What happens to one update, whichever way it came: the button stops spinning, the Input is handed over.</summary>
internal sealed class UpdateIntake(IInputSink sink, CallbackAnswers callbacks, GroupLine groups, TelegramState state)
{
    /// <summary>Taken when there was nothing to take. An exception of the sink is a bug and is passed on.</summary>
    /// <param name="update">The update.</param>
    /// <param name="process">Ends with the process: what goes on beyond this call obeys it.</param>
    /// <param name="cancellationToken">Ends this call.</param>
    public async ValueTask<Acceptance> TakeAsync(Update update, CancellationToken process, CancellationToken cancellationToken)
    {
        if (update.CallbackQuery is { Id.Length: > 0 } pressed)
        {
            callbacks.Answer(pressed.Id, process);
        }

        var acceptance = Acceptance.Taken;
        switch (UpdateReader.Read(update, state.Me?.Username))
        {
            case Reading.ForBot forBot:
                acceptance = await sink.AcceptAsync(forBot.Input, cancellationToken);
                break;
            case Reading.InGroup called:
                groups.Say(called, process);
                break;
            default:
                break;
        }

        TelegramMeter.Received(UpdateReader.KindOf(update), acceptance.ToString());
        return acceptance;
    }
}
