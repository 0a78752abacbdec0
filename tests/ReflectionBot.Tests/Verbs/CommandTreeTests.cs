using ReflectionBot.Verbs;

namespace ReflectionBot.Tests.Verbs;

public sealed class CommandTreeTests
{
    [Fact]
    public async Task A_mistyped_verb_runs_nothing_and_says_what_was_meant()
    {
        var (code, _, error) = await CommandLine.RunAsync("chekc");

        Assert.Equal(ExitCodes.Misused, code);
        Assert.Contains("'chekc' is not a verb; did you mean check?", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_setting_without_a_value_is_a_fault()
    {
        var (code, _, error) = await CommandLine.RunAsync("check", "--Http:Url");

        Assert.Equal(ExitCodes.Misused, code);
        Assert.Contains("'--Http:Url' has no value", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_setting_on_the_command_line_is_checked_like_any_other()
    {
        var (code, _, error) = await CommandLine.RunAsync("check", "--Http:Ulr=http://127.0.0.1:1");

        Assert.Equal(ExitCodes.Misused, code);
        Assert.Contains("Http:Ulr: is not a setting; did you mean Http:Url?", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_names_every_verb()
    {
        var (code, output, _) = await CommandLine.RunAsync("--help");

        Assert.Equal(ExitCodes.Done, code);
        Assert.All(CommandTree.VerbNames, verb => Assert.Contains($"  {verb} ", output, StringComparison.Ordinal));
    }
}
