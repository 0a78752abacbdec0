using ReflectionBot.Verbs;

namespace ReflectionBot.Tests.Verbs;

public sealed class PlanVerbTests
{
    [Fact]
    public async Task The_next_nudges_are_printed_one_a_line_with_their_offset()
    {
        var (code, output, error) = await CommandLine.RunAsync("plan", "--zone", "Europe/Berlin", "--at", "02:30", "--from", "2027-03-27", "--count", "3");

        Assert.Equal(ExitCodes.Done, code);
        Assert.Equal("2027-03-27T02:30:00+01:00\n2027-03-28T03:00:00+02:00\n2027-03-29T02:30:00+02:00\n", output);
        Assert.Empty(error);
    }

    [Fact]
    public async Task Days_narrow_the_plan()
    {
        var (_, output, _) = await CommandLine.RunAsync("plan", "--zone", "utc", "--at", "7:05", "--days", "Sun,tuesday", "--from", "2026-11-22", "--count", "3");

        Assert.Equal("2026-11-22T07:05:00+00:00\n2026-11-24T07:05:00+00:00\n2026-11-29T07:05:00+00:00\n", output);
    }

    [Fact]
    public async Task Without_a_date_the_plan_begins_now()
    {
        var (_, output, _) = await CommandLine.RunAsync("plan", "--zone", "UTC", "--at", "12:00", "--count", "1");

        var moment = DateTimeOffset.Parse(output.Trim(), System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(moment - DateTimeOffset.UtcNow, TimeSpan.FromMinutes(-1), TimeSpan.FromDays(1));
    }

    [Fact]
    public async Task Every_wrong_argument_is_named_at_once()
    {
        var (code, output, error) = await CommandLine.RunAsync("plan", "--zone", "Europe/Berlni", "--at", "25:30", "--days", "mon,xx", "--from", "soon", "--count", "0");

        Assert.Equal(ExitCodes.Misused, code);
        Assert.Empty(output);
        Assert.Contains("did you mean Europe/Berlin?", error, StringComparison.Ordinal);
        Assert.Contains("--at: must be a local time such as 19:30; given \"25:30\"", error, StringComparison.Ordinal);
        Assert.Contains("--days:", error, StringComparison.Ordinal);
        Assert.Contains("--from:", error, StringComparison.Ordinal);
        Assert.Contains("--count:", error, StringComparison.Ordinal);
    }
}
