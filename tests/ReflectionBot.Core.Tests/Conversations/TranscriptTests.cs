using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Crisis.Screen;
using ReflectionBot.Core.Tests.Content;

namespace ReflectionBot.Core.Tests.Conversations;

/// <summary>Every flow's transcripts come out as written.</summary>
public sealed class TranscriptTests
{
    /// <summary>Those of the flows, which live beside them, and those of the talk around them, which live beside this test.</summary>
    private static readonly string[] Folders =
    [
        ShippedContent.Folder,
        Path.Combine(ShippedContentTests.Repository(), "tests", "ReflectionBot.Core.Tests", "Conversations", "Transcripts"),
    ];

    public static TheoryData<string> Files() =>
        [.. Folders.SelectMany(folder => Directory.EnumerateFiles(folder, "*.txt", SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(ShippedContentTests.Repository(), path))
            .Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void It_comes_out_as_written(string file)
    {
        var transcript = Transcript.Parse(file, File.ReadAllText(Path.Combine(ShippedContentTests.Repository(), file)));

        var performance = TranscriptPlayer.Play(transcript, ShippedContent.Pack, CrisisScreen.BuiltIn.Read);

        Assert.True(performance.Fault is null, performance.Fault + "\n\nThe conversation goes:\n" + TranscriptPlayer.Rehearse(transcript, ShippedContent.Pack, CrisisScreen.BuiltIn.Read).Spoken);
    }
}
