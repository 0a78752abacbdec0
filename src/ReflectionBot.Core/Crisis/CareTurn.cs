using NodaTime;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Flows;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Crisis;

/// <summary>Help: what the bot does when somebody is in trouble, or asks.</summary>
public static class CareTurn
{
    /// <summary>Answers what the screen saw in the Input of this turn. False when there is nothing to answer and the turn goes its ordinary way.</summary>
    public static bool Screened(TurnContext turn)
    {
        if (turn.Input.Screening.Tier == Tier.None)
        {
            return false;
        }

        Help(turn, HelpTopic.Any);
        return true;
    }

    /// <summary>The person asked for help: by word, command, button, or an option of a flow.</summary>
    public static void Help(TurnContext turn, HelpTopic topic)
    {
        turn.CloseQuestion(null);
        turn.Change(c => c with { Care = c.Care with { LastTier = Tier.Card, LastCardAt = turn.Now, RestUntil = turn.Now + Duration.FromHours(72) } });
        turn.Send(new Reply(turn.Text("help.draft")) { Kind = ReplyKind.Card, Urgency = Urgency.Help });
    }

    /// <summary>The person wants to choose the country whose services are shown.</summary>
    public static void Country(TurnContext turn, string argument) => Help(turn, HelpTopic.Any);

    /// <summary>The chosen country's name in the person's language, or null.</summary>
    public static string? CountryName(TurnContext turn) => turn.Conversation.Country;

    /// <summary>An option of a question of <see cref="Desk.Care"/> was pressed.</summary>
    public static void Chose(TurnContext turn, Question open, string key) => Help(turn, HelpTopic.Any);

    /// <summary>Something harmless to the screen was written while a question of <see cref="Desk.Care"/> was open.</summary>
    public static void Wrote(TurnContext turn, Question open, string text) => Help(turn, HelpTopic.Any);

    /// <summary>A question of <see cref="Desk.Care"/> was left in silence.</summary>
    public static void WaitExpired(TurnContext turn, Question open) => Help(turn, HelpTopic.Any);
}
