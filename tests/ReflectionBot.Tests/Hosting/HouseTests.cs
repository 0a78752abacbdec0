using System.Reflection;
using System.Text.RegularExpressions;
using ReflectionBot.Adapters.LocalChat;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Tests.Hosting;

/// <summary>The rules of the house that a compiler does not know.</summary>
public sealed partial class HouseTests
{
    private const int MostLines = 400;

    internal static readonly string Root = FindRoot();

    [Fact]
    public void Core_knows_no_platform_no_network_no_database_and_no_host()
    {
        string[] allowed = ["NodaTime", "YamlDotNet"];

        Assert.All(References(typeof(Address).Assembly), name => Assert.True(
            allowed.Contains(name) || (name.StartsWith("System.", StringComparison.Ordinal) && !OutsideWorld().IsMatch(name)) || name == "netstandard",
            $"Core refers to {name}."));
    }

    [Fact]
    public void Adapters_know_Core_and_the_web_but_nothing_that_is_stored() =>
        Assert.All(References(typeof(LocalChatOptions).Assembly), name => Assert.True(
            name is "ReflectionBot.Core" or "NodaTime" || name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) || name.StartsWith("Microsoft.Extensions", StringComparison.Ordinal) || name.StartsWith("Microsoft.Net.Http.Headers", StringComparison.Ordinal),
            $"Adapters refer to {name}."));

    [Fact]
    public void A_namespace_is_the_folder_of_its_file_or_the_feature_above_it() => Assert.All(Sources(), file =>
    {
        var declared = Namespace().Match(File.ReadAllText(file)).Groups["name"].Value;
        var folder = Path.GetRelativePath(Path.Combine(Root, FirstFolder(file)), Path.GetDirectoryName(file)!).Replace('/', '.');
        Assert.True(declared.Length == 0 || declared == folder || folder.StartsWith(declared + ".", StringComparison.Ordinal), $"{Path.GetRelativePath(Root, file)} declares {declared}.");
    });

    [Fact]
    public void No_file_is_a_hall() => Assert.All(Sources(), file =>
    {
        var lines = File.ReadLines(file).Count();
        Assert.True(lines <= MostLines, $"{Path.GetRelativePath(Root, file)} has {lines} lines.");
    });

    [Fact]
    public void No_folder_has_a_name_that_says_nothing() =>
        Assert.DoesNotContain(Sources().Select(file => Path.GetFileName(Path.GetDirectoryName(file)!)), name =>
            name is "Utils" or "Helpers" or "Common" or "Managers" or "Services" or "Models" or "Misc");

    private static IEnumerable<string> References(Assembly assembly) => assembly.GetReferencedAssemblies().Select(reference => reference.Name!);

    internal static IEnumerable<string> Sources() =>
        from folder in new[] { "src", "tests" }
        from file in Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
        where !Built().IsMatch(Path.GetRelativePath(Root, file))
        select file;

    private static string FirstFolder(string file) => Path.GetRelativePath(Root, file).Split(Path.DirectorySeparatorChar)[0];

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "ReflectionBot.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        }

        return folder;
    }

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"[\\/](bin|obj)[\\/]", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Built();

    [GeneratedRegex(@"^System\.(Net\.|IO\.(Pipes|FileSystem)|Data|Diagnostics\.(Process|TraceSource)|Console)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex OutsideWorld();
}
