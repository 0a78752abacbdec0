using System.Text.Json;

namespace ReflectionBot.Tests.Verbs;

public sealed class ScreenVerbTests
{
    [Fact]
    public async Task Every_line_gets_one_line_of_json_in_the_same_order()
    {
        var (code, output, _) = await CommandLine.RunWithInputAsync("what a nice day\ni want to kill myself\r\n\nhe hit me again", "screen");

        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(0, code);
        Assert.Equal(4, lines.Count);
        Assert.Equal("""{"tier":0,"kinds":[],"rules":[]}""", lines[0].GetRawText());
        Assert.True(lines[1].GetProperty("tier").GetInt32() >= 2);
        Assert.Contains("suicide", lines[1].GetProperty("kinds").EnumerateArray().Select(kind => kind.GetString()));
        Assert.NotEqual(0, lines[1].GetProperty("rules").GetArrayLength());
        Assert.Equal(0, lines[2].GetProperty("tier").GetInt32());
        Assert.Contains("partner_violence", lines[3].GetProperty("kinds").EnumerateArray().Select(kind => kind.GetString()));
    }

    [Fact]
    public async Task A_carriage_return_inside_a_line_shifts_nothing()
    {
        var (_, output, _) = await CommandLine.RunWithInputAsync("one\rtwo\nthree\n", "screen");

        Assert.Equal(2, output.Count(c => c == '\n'));
    }

    [Fact]
    public async Task As_many_lines_come_out_as_go_in()
    {
        var (_, output, _) = await CommandLine.RunWithInputAsync(string.Join('\n', Enumerable.Range(0, 1000).Select(i => $"we talked for {i} minutes")), "screen");

        Assert.Equal(1000, output.Count(c => c == '\n'));
    }
}
