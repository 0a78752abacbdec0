using System.Collections.Immutable;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Groups;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Conversations;

/// <summary>The first meeting: what this is, what it is not, and a yes.</summary>
internal static class WelcomeTurn
{
    /// <summary>Version of the words under <c>welcome.</c>; raise it when what is agreed to changes.</summary>
    public const string Wording = "1";

    private const string Yes = "yes";
    private const string OtherLanguage = "language";

    /// <summary>
    /// Takes the client's language as a first guess, or that of the first word, as long as the person has neither chosen
    /// one nor begun.
    /// </summary>
    public static void SuggestLanguage(TurnContext turn)
    {
        if (turn.Conversation is { LanguageChosen: false, Consent: null } && Suggestion(turn) is { } language)
        {
            turn.Change(c => c with { Language = language });
        }
    }

    private static string? Suggestion(TurnContext turn)
    {
        if (turn.Input is TextInput text && CommandWords.Normalise(text.Text) is { Length: > 0 } word && !turn.Messages.CommandWords.ContainsKey(word))
        {
            var speaks = turn.Pack.Languages.Values.Where(messages => messages.CommandWords.ContainsKey(word)).Take(2).ToList();
            if (speaks is [var only])
            {
                return only.Language;
            }
        }

        // A client reports its language with every message: once the person is greeted, it has been heard.
        return turn.Conversation.Open is null && turn.Input.ClientLanguage is { Length: >= 2 } tag && turn.Pack.Languages.ContainsKey(tag[..2].ToLowerInvariant())
            ? tag[..2].ToLowerInvariant()
            : null;
    }

    /// <param name="turn">The turn.</param>
    /// <summary>What the person came for, if they are being greeted just now; empty for nothing.</summary>
    public static string Wanted(TurnContext turn) =>
        turn.Conversation is { Consent: null, Open: { Desk: Desk.Welcome or Desk.Language } open } ? open.Subject : "";

    /// <param name="wanted">What to go on with after a yes: a flow, the button of a Round, or a <see cref="GroupErrand"/>. Empty, or anything else, for nothing.</param>
    public static void Greet(TurnContext turn, string wanted)
    {
        wanted = turn.Pack.Flows.ContainsKey(wanted) || VoiceButtons.Read(wanted) is not null || GroupErrand.Read(wanted) is not null ? wanted : "";
        turn.SayMessage("welcome.text");
        turn.SayOfPlatform("keeps");
        turn.Ask(
            Desk.Welcome,
            wanted,
            turn.Text("welcome.ask"),
            [
                new Option(Yes, turn.Text("welcome.yes"), OptionLook.Primary),
                turn.CommandOption(Commands.About),
                turn.CommandOption(Commands.Privacy),
                .. turn.Pack.Languages.Count > 1 ? [new Option(OtherLanguage, turn.Text("welcome.language"))] : ImmutableArray<Option>.Empty,
                turn.CommandOption(Commands.Help),
            ]);
    }

    public static void Chose(TurnContext turn, Question open, string key)
    {
        if (key == OtherLanguage)
        {
            SettingsTurn.AskLanguage(turn, open.Subject);
            return;
        }

        turn.Change(c => c with { Consent = new Consent(Wording, turn.Now) });
        turn.SayMessage("welcome.agreed");
        if (VoiceTurn.Pressed(turn, open.Subject))
        {
            return;
        }

        if (GroupErrand.Read(open.Subject) is { } errand)
        {
            errand.TakeUp(turn);
        }
        else if (open.Subject.Length > 0)
        {
            ReflectTurn.Start(turn, open.Subject);
        }
        else
        {
            ReflectTurn.List(turn);
        }
    }
}
