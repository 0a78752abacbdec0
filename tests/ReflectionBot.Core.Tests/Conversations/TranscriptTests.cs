using ReflectionBot.Core.Conversations;

namespace ReflectionBot.Core.Tests.Conversations;

/// <summary>Every flow's transcripts come out as written.</summary>
public sealed class TranscriptTests
{
    public static TheoryData<string> Files() =>
        [.. Directory.EnumerateFiles(ShippedContent.Folder, "*.txt", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(ShippedContent.Folder, path))
            .Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void It_comes_out_as_written(string file)
    {
        var transcript = Transcript.Parse(file, File.ReadAllText(Path.Combine(ShippedContent.Folder, file)));

        var performance = TranscriptPlayer.Play(transcript, ShippedContent.Pack, _ => ReflectionBot.Core.Crisis.Screening.Clear);

        Assert.True(performance.Fault is null, performance.Fault + "\n\nThe conversation went:\n" + performance.Spoken);
    }
}
