using System.Text;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Core.Tests.Conversations;

public sealed class StoredFormTests
{
    [Fact]
    public void What_an_earlier_version_wrote_about_a_run_and_nobody_reads_is_passed_over()
    {
        var run = new Run(3) { Frames = [new Frame("c3-start-small", "1", "opening")], Flags = ["guarded"] };
        var begun = Encoding.UTF8.GetString(ConversationJson.Write(new Conversation(Address.Parse("local:ann")) { Run = run }))
            .Replace("\"number\":3,", "\"number\":3,\"begunAt\":\"2026-11-02T18:00:00Z\",\"fallbackSaid\":true,", StringComparison.Ordinal);
        Assert.Contains("begunAt", begun, StringComparison.Ordinal);

        var conversation = ConversationJson.Read(Encoding.UTF8.GetBytes(begun));

        Assert.Equal(3, conversation.Run!.Number);
        Assert.Equal(run.Frames, conversation.Run.Frames);
        Assert.Equal(["guarded"], conversation.Run.Flags);
        Assert.DoesNotContain("begun", Encoding.UTF8.GetString(ConversationJson.Write(conversation)), StringComparison.OrdinalIgnoreCase);
    }
}
