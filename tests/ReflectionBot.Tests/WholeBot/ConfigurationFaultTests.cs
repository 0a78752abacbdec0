using ReflectionBot.Verbs;

namespace ReflectionBot.Tests.WholeBot;

public sealed class ConfigurationFaultTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rb-faults-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_faulty_configuration_stops_the_start_with_every_fault_and_no_stack_trace()
    {
        var (code, output) = await BotProcess.RunAsync(
            _folder.FullName,
            "run",
            "--Http:Url=nowhere",
            "--LocalChat:Enabled=perhaps",
            "--Telegram:Tokne=123:secret",
            "--Storage:Provider=oracle");

        Assert.Equal(ExitCodes.Misused, code);
        Assert.Contains("Http:Url: must be", output, StringComparison.Ordinal);
        Assert.Contains("given \"nowhere\"", output, StringComparison.Ordinal);
        Assert.Contains("LocalChat:Enabled: must be true or false; given \"perhaps\"", output, StringComparison.Ordinal);
        Assert.Contains("did you mean Telegram:Token?", output, StringComparison.Ordinal);
        Assert.Contains("Storage:Provider", output, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_that_are_not_json_are_named_with_their_file()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "appsettings.json"), "{ \"Http\": ", TestContext.Current.CancellationToken);

        var (code, output) = await BotProcess.RunAsync(_folder.FullName, "run");

        Assert.Equal(ExitCodes.Misused, code);
        Assert.Contains("appsettings.json", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }
}
