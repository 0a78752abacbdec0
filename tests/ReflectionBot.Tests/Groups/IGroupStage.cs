using NodaTime;
using ReflectionBot.Tests.Nudges;

namespace ReflectionBot.Tests.Groups;

/// <summary>
/// A group on some platform with the whole bot behind it, and people who act in it by name. Every act returns when all that follows from it is to be seen.
/// </summary>
internal interface IGroupStage : IAsyncDisposable
{
    /// <summary>What stands in the group from the bot, oldest first.</summary>
    IReadOnlyList<SeenMessage> Group { get; }

    /// <summary>What the bot said in the newest discussion, its beginning included, oldest first.</summary>
    IReadOnlyList<SeenMessage> Discussion { get; }

    /// <summary>The group has threads or topics, where the platform knows such a thing. Before anything is done in it.</summary>
    void HaveThreads();

    /// <summary>Somebody deletes the thread or topic of the newest discussion.</summary>
    Task DeleteThreadAsync();

    /// <summary>Who may moderate from now on.</summary>
    void Moderate(params string[] people);

    /// <summary>These people have met the bot before.</summary>
    Task MeetAsync(params string[] people);

    /// <summary>Gives a command in the group: that for moderators, unless another is named.</summary>
    Task CallAsync(string person, string command = "round");

    /// <summary>Presses the newest button with this label that only this person sees.</summary>
    Task PressAsync(string person, string label);

    /// <summary>Writes where only the bot reads it.</summary>
    Task WriteAsync(string person, string text);

    /// <summary>Answers the newest Round that can be answered in own words, by the way its post offers.</summary>
    Task AnswerAsync(string person, string words);

    /// <summary>Uses the newest button of the group's posts with this label, by the way it offers.</summary>
    Task UsePostAsync(string person, string label);

    /// <summary>Taps this under the newest post that has it.</summary>
    Task TapAsync(string person, string label);

    Task PassAsync(Duration span);

    /// <summary>The bot may no longer write in the group, or may again.</summary>
    /// <returns>The right, as the platform calls it.</returns>
    string Bar(bool barred);

    /// <summary>The bot is taken out of the group.</summary>
    Task RemoveBotAsync();

    Task AddBotAsync();

    /// <summary>What this person alone can read from the bot, oldest first.</summary>
    IReadOnlyList<SeenMessage> Of(string person);

    /// <summary>Everything the bot ever sent to the platform, changes included, that was not for this person alone.</summary>
    IEnumerable<string> SentToOthers(string person);

    /// <summary>Every file the bot keeps, and every line it logged.</summary>
    IEnumerable<(string Name, byte[] Bytes)> Kept();

    /// <summary>Every rule of the platform was kept.</summary>
    Task AssertKeptAsync();
}
