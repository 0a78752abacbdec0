using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using NodaTime;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Groups;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Adapters.LocalChat;

/// <summary>The way in: what a page posted becomes an Input, and what the person wrote becomes a line that they see again.</summary>
public sealed partial class LocalChatReceiver(
    IInputSink sink, ILocalChatLog log, LocalChatFeed feed, IClock clock, ILogger<LocalChatReceiver> logger)
{
    public const int MaxOptionIdLength = 48;

    /// <summary>How long the bot hears nothing because the log is slow: a word that calls for help must not wait for a disk.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromMilliseconds(250);

    /// <summary>Null when the post is not understood.</summary>
    public static Input? Read(string person, PostedInput posted, string? clientLanguage)
    {
        if (!LocalPerson.TryAddress(person, out var address) || posted.Id is null || !PostedId().IsMatch(posted.Id))
        {
            return null;
        }

        var id = $"{LocalPerson.Platform}/{person}/{posted.Id}";
        Input? input = posted switch
        {
            { Group: { } group } => InGroup(id, address, group, posted),
            { Text: { Length: > 0 } text, Options: null, Command: null } => Written(id, address, text),
            { Text: null, Options: { IsDefaultOrEmpty: false } options, Command: null } when AreOptionIds(options) => new OptionInput(id, address, options),
            { Text: null, Options: null, Command: { } command } when LocalCommands.TryFind(command, out var known) => new CommandInput(id, address, known),
            _ => null,
        };
        return input is null ? null : input with { ClientLanguage = clientLanguage };
    }

    private static GroupCommandInput? InGroup(string id, Address person, string group, PostedInput posted) =>
        posted is { Text: null, Options: null, Command: GroupCommands.Round or GroupCommands.Suggest or Commands.Help } && LocalGroup.TryAddress(group, out var address)
            ? new GroupCommandInput(id, person, address, posted.Command)
            : null;

    public async Task<Acceptance> AcceptAsync(Input input, string? text, CancellationToken cancellationToken)
    {
        if (text is null)
        {
            return await sink.AcceptAsync(input, cancellationToken);
        }

        // Begun before the bot hears of it, so that no answer can come first.
        var line = LineOf(input, text);
        var logged = LoggedAsync(line, input);
        await PatientlyAsync(logged, cancellationToken);
        var acceptance = await sink.AcceptAsync(input, cancellationToken);
        if (acceptance is Acceptance.Taken or Acceptance.Duplicate)
        {
            await PatientlyAsync(LoggedAfterAllAsync(logged, line, input), cancellationToken);
        }
        else if (logged.IsCompleted && await logged)
        {
            await PatientlyAsync(WithdrawAsync(line, input), cancellationToken);
        }

        return acceptance;
    }

    /// <summary>Never logged again while the first time may still come about: that would be behind what the turn cleared.</summary>
    private async Task LoggedAfterAllAsync(Task<bool> logged, ChatLine line, Input input)
    {
        if (!await logged)
        {
            await LoggedAsync(line, input);
        }
    }

    private async Task<bool> LoggedAsync(ChatLine line, Input input)
    {
        try
        {
            await log.AppendAsync(input.Address, line, CancellationToken.None);
        }
        catch (Exception e)
        {
            LogUnavailable(logger, e.GetType().Name);
            return false;
        }

        feed.Changed(input.Address);
        return true;
    }

    private async Task WithdrawAsync(ChatLine line, Input input)
    {
        try
        {
            await log.RemoveAsync(input.Address, [line.Id], CancellationToken.None);
        }
        catch (Exception e)
        {
            LogUnavailable(logger, e.GetType().Name);
        }

        feed.Changed(input.Address);
    }

    private async Task PatientlyAsync(Task work, CancellationToken cancellationToken)
    {
        try
        {
            await work.WaitAsync(_patience, cancellationToken);
        }
        catch (TimeoutException e)
        {
            LogUnavailable(logger, e.GetType().Name);
        }
    }

    private ChatLine LineOf(Input input, string text) =>
        new(ChatLine.OfPerson(input.Id[(input.Id.LastIndexOf('/') + 1)..]), ChatSpeaker.Person, clock.GetCurrentInstant(), Shown(text));

    private static string Shown(string text)
    {
        if (text.Length <= Input.MaxText)
        {
            return text;
        }

        var end = char.IsHighSurrogate(text[Input.MaxText - 1]) ? Input.MaxText - 1 : Input.MaxText;
        return text[..end] + "…";
    }

    /// <summary>A slash makes a command of a word the bot knows; anything else stays text, so that the screen sees all of it.</summary>
    private static Input Written(string id, Address address, string text)
    {
        var match = SlashCommand().Match(text);
        return match.Success && LocalCommands.TryFind(match.Groups["word"].Value, out var command)
            ? new CommandInput(id, address, command, match.Groups["rest"].Value.Trim())
            : new TextInput(id, address, text);
    }

    private static bool AreOptionIds(ImmutableArray<string> options) =>
        options.Length <= Reply.MaxOptions
        && options.All(option => option is { Length: > 0 and <= MaxOptionIdLength } && option.All(static c => c is >= ' ' and <= '~'));

    [GeneratedRegex(@"\A[A-Za-z0-9-]{8,64}\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex PostedId();

    [GeneratedRegex(@"\A\s*/(?<word>[A-Za-z]{1,24})(?<rest>(?:\s.*)?)\z", RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex SlashCommand();

    [LoggerMessage(Level = LogLevel.Warning, Message = "The local chat's log did not answer ({Fault}); the input goes on to the bot without it")]
    private static partial void LogUnavailable(ILogger logger, string fault);
}
