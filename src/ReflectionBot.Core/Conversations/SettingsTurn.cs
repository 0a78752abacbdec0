using System.Collections.Immutable;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Crisis;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Conversations;

/// <summary>Language, country, and the ways to hide.</summary>
internal static class SettingsTurn
{
    private const string Discreet = "discreet";
    private const string Tidy = "tidy";
    private const string NoTidy = "none";
    private const string Cancel = "cancel";
    private const int ShortestTidyWord = 3;

    public static void Show(TurnContext turn)
    {
        var c = turn.Conversation;
        turn.Ask(
            Desk.Settings,
            "",
            turn.Text(
                "settings.text",
                ("language", turn.Messages.Name),
                ("country", CareTurn.CountryName(turn) ?? turn.Text("settings.unset")),
                ("discreet", turn.Text(c.Preferences.Discreet ? "settings.on" : "settings.off")),
                ("tidy", turn.Text(c.Preferences.TidyWord is null ? "settings.unset" : "settings.set"))),
            [
                turn.CommandOption(Commands.Language),
                turn.CommandOption(Commands.Country),
                new Option(Discreet, turn.Text(c.Preferences.Discreet ? "settings.discreet-off" : "settings.discreet-on")),
                new Option(Tidy, turn.Text("settings.tidy")),
                turn.CommandOption(Commands.Export),
                turn.CommandOption(Commands.Forget),
            ]);
    }

    public static void Chose(TurnContext turn, string key)
    {
        if (key == Tidy)
        {
            turn.Ask(
                Desk.TidyWord,
                "",
                turn.Text("tidy.ask"),
                [
                    .. turn.Conversation.Preferences.TidyWord is null ? ImmutableArray<Option>.Empty : [new Option(NoTidy, turn.Text("tidy.none"))],
                    new Option(Cancel, turn.Text("button.cancel"), OptionLook.Quiet),
                ],
                takesText: true);
            return;
        }

        turn.Change(c => c with { Preferences = c.Preferences with { Discreet = !c.Preferences.Discreet } });
        turn.SayMessage(turn.Conversation.Preferences.Discreet ? "settings.discreet-now-on" : "settings.discreet-now-off");
        Show(turn);
    }

    public static void ChoseTidyWord(TurnContext turn, string key)
    {
        if (key == NoTidy)
        {
            turn.Change(c => c with { Preferences = c.Preferences with { TidyWord = null } });
            turn.SayMessage("tidy.removed");
        }

        Show(turn);
    }

    public static void WroteTidyWord(TurnContext turn, string word)
    {
        var taken = word.Length < ShortestTidyWord
            || word.Length > CommandWords.MaxLength
            || turn.Pack.Languages.Values.Any(messages => messages.CommandWords.ContainsKey(word))
            || Commands.All.Contains(word);
        if (taken)
        {
            turn.SayMessage("tidy.unfit");
            Chose(turn, Tidy);
            return;
        }

        turn.Change(c => c with { Preferences = c.Preferences with { TidyWord = word } });
        turn.SayMessage("tidy.set");
        Show(turn);
    }

    /// <param name="turn">The turn.</param>
    /// <param name="wanted">What somebody came for who is still being greeted; see <see cref="WelcomeTurn.Wanted"/>.</param>
    public static void AskLanguage(TurnContext turn, string wanted) =>
        turn.Ask(
            Desk.Language,
            wanted,
            string.Join('\n', turn.Pack.Languages.Values.OrderBy(m => m.Language, StringComparer.Ordinal).Select(m => m.Text("language.ask"))),
            [.. turn.Pack.Languages.Values.OrderBy(m => m.Language, StringComparer.Ordinal).Select(m => new Option(m.Language, m.Name))]);

    public static void ChoseLanguage(TurnContext turn, Question open, string key)
    {
        turn.Change(c => c with { Language = key, LanguageChosen = true });
        if (turn.Conversation.Consent is null)
        {
            WelcomeTurn.Greet(turn, open.Subject);
            return;
        }

        turn.SayMessage("language.set");
        CareTurn.NoteLanguage(turn);
        if (turn.Conversation.Run is not null)
        {
            turn.SayWith(Commands.Continue, Commands.Help);
        }
        else
        {
            turn.SayWith(Commands.Reflect, Commands.Help);
        }
    }
}
