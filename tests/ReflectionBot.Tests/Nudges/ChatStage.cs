using System.Collections.Immutable;
using NodaTime;
using ReflectionBot.Core.Conversations;

namespace ReflectionBot.Tests.Nudges;

/// <summary>A message of the bot as the person sees it now.</summary>
internal sealed record SeenMessage(string Text, ImmutableArray<string> Buttons);

/// <summary>A chat on some platform in which one person acts. Every act returns when all that follows from it is to be seen.</summary>
internal interface IChatStage
{
    /// <summary>The person has met the bot before, at this moment.</summary>
    Task BeginAsync(Instant now);

    Task WriteAsync(string text);

    /// <summary>Presses the button with this label under the newest message that has it.</summary>
    Task PressAsync(string label);

    /// <summary>Lets time pass, and nudges come at their moments.</summary>
    Task PassAsync(Duration span);

    /// <summary>All messages of the bot, oldest first.</summary>
    Task<ImmutableArray<SeenMessage>> SeenAsync();

    /// <summary>What is stored of the person.</summary>
    Task<Conversation> ReadAsync();
}

/// <summary>Plays a transcript on a stage; what a person sees there is what its author wrote.</summary>
internal static class StagedTranscript
{
    private static readonly Instant Begin = Instant.FromUtc(2026, 3, 2, 18, 0);

    /// <summary>Opting in, receiving, the cover line and the step behind it, answering, snoozing, pausing, stopping.</summary>
    public static TheoryData<string> OfCheckIns() => ["check-ins-opt-in.txt", "paused-and-hours.txt", "question-at-an-hour.txt"];

    public static async Task PlayAsync(IChatStage stage, string file)
    {
        var transcript = Transcript.Parse(file, await File.ReadAllTextAsync(Path.Combine(Transcripts(), file), TestContext.Current.CancellationToken));
        await stage.BeginAsync(Begin);
        var heard = 0;
        foreach (var line in transcript.Lines)
        {
            var seen = await stage.SeenAsync();
            switch (line)
            {
                case PersonWrites writes:
                    Silent(heard, seen, line);
                    await stage.WriteAsync(writes.Text);
                    break;
                case PersonPresses presses:
                    Silent(heard, seen, line);
                    foreach (var label in presses.Labels)
                    {
                        await stage.PressAsync(label);
                    }

                    break;
                case TimePasses passes:
                    Silent(heard, seen, line);
                    await stage.PassAsync(passes.Span);
                    break;
                case ExpectedReply expected:
                    Assert.True(heard < seen.Length, $"{file}:{line.Number}: silence instead of: {expected.Text}");
                    Assert.Equal(expected.Text, expected.Beginning ? seen[heard].Text[..expected.Text.Length] : seen[heard].Text);
                    heard++;
                    break;
                case ExpectedButtons { AndOthers: false } expected:
                    // Quiet ones may stand apart.
                    Assert.Equal(expected.Labels.Order(StringComparer.Ordinal), seen[^1].Buttons.Order(StringComparer.Ordinal));
                    break;
                case ExpectedState expected when expected.What.StartsWith("kept ", StringComparison.Ordinal):
                    Assert.Equal(expected.What, $"kept {(await stage.ReadAsync()).Journal.Length}");
                    break;
                default:
                    Assert.Fail($"{file}:{line.Number}: this line is not played on a stage.");
                    break;
            }
        }

        Silent(heard, await stage.SeenAsync(), transcript.Lines[^1]);
        Assert.Empty((await stage.ReadAsync()).Nudges);
    }

    private static void Silent(int heard, ImmutableArray<SeenMessage> seen, TranscriptLine line) =>
        Assert.True(heard == seen.Length, $"Before line {line.Number} the bot also said: {(heard < seen.Length ? seen[heard].Text : "")}");

    private static string Transcripts([System.Runtime.CompilerServices.CallerFilePath] string thisFile = "") =>
        Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "..", "ReflectionBot.Core.Tests", "Conversations", "Transcripts");
}
