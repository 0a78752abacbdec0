using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Abstractions;
using ReflectionBot.Core.Content;
using ReflectionBot.Hosting;
using ReflectionBot.Tests.Outbox;

namespace ReflectionBot.Tests.Hosting;

public sealed class PackLibraryTests : IDisposable
{
    private const string FlowId = "c3-start-small";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rb-content-");
    private readonly PackLibrary _library;

    public PackLibraryTests()
    {
        var shipped = Path.Combine(AppContext.BaseDirectory, "content");
        foreach (var file in ContentFolder.Read(shipped))
        {
            var path = Path.Combine(_folder.FullName, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, file.Text);
        }

        _library = new PackLibrary(PackCompiler.Compile(ContentFolder.Read(_folder.FullName)).Pack!, _folder.FullName, NullLogger<PackLibrary>.Instance);
    }

    private string FlowFile => Path.Combine(_folder.FullName, "flows", FlowId, "flow.yaml");

    public void Dispose()
    {
        _library.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void A_changed_flow_comes_into_force_and_the_former_one_stays_for_the_runs_that_stand_on_it()
    {
        var before = _library.Current.Flows[FlowId];

        Change("title: Start small", "title: Start smaller");

        Assert.True(_library.Reload());
        Assert.Equal("Start smaller", _library.Current.Flows[FlowId].Title.In("en"));
        Assert.True(_library.Current.TryFlow(FlowId, before.Revision, out var former));
        Assert.Equal("Start small", former.Title.In("en"));
    }

    [Fact]
    public void The_rules_of_help_are_compiled_in_and_not_read_from_the_folder()
    {
        var before = _library.Current.Revision;
        var lexicon = Path.Combine(_folder.FullName, "crisis", "lexicon", "en.yaml");
        Directory.CreateDirectory(Path.GetDirectoryName(lexicon)!);
        File.WriteAllText(lexicon, "frames: [");

        Assert.True(_library.Reload());
        Assert.DoesNotContain(ContentFolder.Read(_folder.FullName), file => file.Path.Contains("lexicon", StringComparison.Ordinal));
        Assert.Equal(before, _library.Current.Revision);
    }

    [Fact]
    public async Task A_faulty_change_leaves_the_old_content_in_force_and_shows_in_the_readiness()
    {
        var before = _library.Current.Revision;

        Change("title: Start small", "tittle: Start small");

        Assert.False(_library.Reload());
        Assert.Equal(before, _library.Current.Revision);
        Assert.Equal(HealthStatus.Degraded, (await _library.CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken)).Status);

        Change("tittle: Start small", "title: Start small");

        Assert.True(_library.Reload());
        Assert.Equal(HealthStatus.Healthy, (await _library.CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken)).Status);
    }

    [Fact]
    public async Task A_saved_file_is_noticed_without_being_asked()
    {
        await _library.StartAsync(TestContext.Current.CancellationToken);

        Change("title: Start small", "title: Noticed");

        await Eventually.Equal("Noticed", () => _library.Current.Flows[FlowId].Title.In("en"));

        await _library.StopAsync(TestContext.Current.CancellationToken);
    }

    private void Change(string from, string to)
    {
        var text = File.ReadAllText(FlowFile);
        Assert.Contains(from, text, StringComparison.Ordinal);
        File.WriteAllText(FlowFile, text.Replace(from, to, StringComparison.Ordinal));
    }
}
