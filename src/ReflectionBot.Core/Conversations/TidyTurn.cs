using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Conversations;

/// <summary>The tidy word: at once, the bot's own messages go as far as the platform allows, and the talk is dropped.</summary>
internal static class TidyTurn
{
    public static void Take(TurnContext turn)
    {
        turn.Change(c => c with { Open = null, Run = null, Left = [], Care = c.Care.Unasked() with { CheckAt = null } });
        turn.Send(new ReplyRemoval([]) { Urgency = Urgency.Help });
        turn.SayMessage("tidy.done");
        turn.SayOfPlatform("tidied");
    }
}
