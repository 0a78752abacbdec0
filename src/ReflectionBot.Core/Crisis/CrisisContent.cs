using System.Globalization;
using System.Reflection;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ReflectionBot.Core.Crisis;

/// <summary>The compiled-in help content is wrong. Every fault is listed; the program does not start.</summary>
public sealed class CrisisContentException(IReadOnlyList<string> faults)
    : Exception("The help content cannot be used:\n" + string.Join('\n', faults))
{
    /// <summary>Each as <c>file:line: what is wrong</c>.</summary>
    public IReadOnlyList<string> Faults { get; } = faults;
}

/// <summary>Reads the compiled-in help files and collects what is wrong with them.</summary>
internal sealed class CrisisContent(string file)
{
    private readonly List<string> _faults = [];

    /// <summary>The text of a compiled-in file, for example <c>crisis/directory.yaml</c>.</summary>
    /// <exception cref="CrisisContentException">It was not compiled in.</exception>
    public static string BuiltIn(string name)
    {
        using var stream = typeof(CrisisContent).Assembly.GetManifestResourceStream(name)
            ?? throw new CrisisContentException([$"{name}: not compiled in"]);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>Names of the compiled-in files in a folder, in order.</summary>
    public static IReadOnlyList<string> BuiltInNames(string folder) =>
        [.. Assembly.GetExecutingAssembly().GetManifestResourceNames().Where(name => name.StartsWith(folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    /// <summary>The mapping a file consists of; an empty one, and a fault, when it does not.</summary>
    public YamlMappingNode Root(string yaml)
    {
        try
        {
            var stream = new YamlStream();
            using var reader = new StringReader(yaml);
            stream.Load(reader);
            if (stream.Documents is [{ RootNode: YamlMappingNode root }])
            {
                return root;
            }

            Add("is not one mapping of keys");
        }
        catch (YamlException broken)
        {
            _faults.Add(string.Create(CultureInfo.InvariantCulture, $"{file}:{broken.Start.Line}: not readable as YAML: {broken.Message}"));
        }

        return [];
    }

    public void Add(string what) => _faults.Add($"{file}: {what}");

    public void Add(YamlNode at, string what) => _faults.Add(string.Create(CultureInfo.InvariantCulture, $"{file}:{at.Start.Line}: {what}"));

    /// <exception cref="CrisisContentException">Something is wrong.</exception>
    public void ThrowIfAny()
    {
        if (_faults.Count > 0)
        {
            throw new CrisisContentException(_faults);
        }
    }
}
