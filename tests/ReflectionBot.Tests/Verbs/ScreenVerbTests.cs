using System.Diagnostics;
using System.Text.Json;

namespace ReflectionBot.Tests.Verbs;

/// <summary>Runs when nothing else does: it takes time.</summary>
[CollectionDefinition(nameof(ScreenVerbTests), DisableParallelization = true)]
public sealed class Alone;

[Collection(nameof(ScreenVerbTests))]
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
    public async Task Ten_thousand_lines_take_less_than_ten_seconds()
    {
        var lines = string.Join('\n', Enumerable.Range(0, 10_000).Select(i => $"we talked for {i} minutes and then she left, and i did not know what to say to that any more"));
        var clock = Stopwatch.StartNew();

        var (_, output, _) = await CommandLine.RunWithInputAsync(lines, "screen");

        Assert.Equal(10_000, output.Count(c => c == '\n'));
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }
}
