using ReflectionBot.Verbs;

namespace ReflectionBot.Tests.Verbs;

/// <summary>Runs a verb in this process and catches what it prints.</summary>
internal static class CommandLine
{
    public static Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments) => RunWithInputAsync("", arguments);

    public static async Task<(int Code, string Output, string Error)> RunWithInputAsync(string typed, params string[] arguments)
    {
        using var input = new StringReader(typed);
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var code = await CommandTree.InvokeAsync(arguments, input, output, error, TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }
}
