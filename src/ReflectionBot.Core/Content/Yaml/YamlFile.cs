using System.Collections.Immutable;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ReflectionBot.Core.Content.Yaml;

/// <summary>Reads one file into values with marks, without reflection, tags or anchors.</summary>
internal sealed class YamlFile
{
    private readonly SourceFile _source;
    private readonly ProblemList _problems;
    private readonly Parser _parser;

    private YamlFile(SourceFile source, ProblemList problems)
    {
        _source = source;
        _problems = problems;
        _parser = new Parser(new Scanner(new StringReader(source.Text), skipComments: true));
    }

    /// <summary>The document, or null when it is empty or cannot be read; the latter is reported.</summary>
    public static YamlValue? Read(SourceFile source, ProblemList problems, out bool broken)
    {
        broken = false;
        var file = new YamlFile(source, problems);
        try
        {
            return file.Document();
        }
        catch (YamlException fault)
        {
            file.Refuse(fault.Start, fault.Message.TrimEnd('.'));
        }
        catch (Exception fault) when (fault is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            // The scanner gives up like this on some files, an unclosed bracket for one; the last good place is the nearest known.
            file.Refuse(file._parser.Current?.End ?? YamlDotNet.Core.Mark.Empty, "it ends or breaks off inside a value");
        }

        broken = true;
        return null;
    }

    private void Refuse(YamlDotNet.Core.Mark where, string what)
    {
        var at = new Mark(_source.Path, Math.Max(1, (int)where.Line), Math.Max(1, (int)where.Column), Math.Max(1, (int)where.Line));
        _problems.Report(ProblemCodes.YamlSyntax, at, $"The file is not YAML from here on: {what}.");
    }

    private YamlValue? Document()
    {
        _parser.Consume<StreamStart>();
        if (_parser.Accept<StreamEnd>(out _))
        {
            return null;
        }

        _parser.Consume<DocumentStart>();
        var root = Value(0);
        _parser.Consume<DocumentEnd>();
        if (_parser.TryConsume<DocumentStart>(out var second))
        {
            throw new SemanticErrorException(second.Start, second.End, "a second document begins; a file holds one");
        }

        return root is YamlText { IsNothing: true } ? null : root;
    }

    private YamlValue Value(int depth)
    {
        if (depth > ContentLimits.YamlDepth)
        {
            var here = _parser.Current!;
            throw new SemanticErrorException(here.Start, here.End, $"nested more than {ContentLimits.YamlDepth} levels deep");
        }

        if (_parser.TryConsume<AnchorAlias>(out var alias))
        {
            _problems.Report(ProblemCodes.YamlExtras, At(alias), $"The alias '*{alias.Value}' is used.");
            return new YamlText(At(alias), "", Quoted: false);
        }

        if (_parser.TryConsume<Scalar>(out var scalar))
        {
            RefuseExtras(scalar);
            return new YamlText(At(scalar), scalar.Value, scalar.Style != ScalarStyle.Plain);
        }

        return _parser.Accept<SequenceStart>(out _) ? List(depth) : Map(depth);
    }

    private YamlList List(int depth)
    {
        var start = _parser.Consume<SequenceStart>();
        RefuseExtras(start);
        var items = ImmutableArray.CreateBuilder<YamlValue>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(Value(depth + 1));
        }

        return new YamlList(At(start), items.ToImmutable());
    }

    private YamlMap Map(int depth)
    {
        var start = _parser.Consume<MappingStart>();
        RefuseExtras(start);
        var entries = ImmutableArray.CreateBuilder<YamlEntry>();
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var key = Value(depth + 1);
            var value = Value(depth + 1);
            if (key is not YamlText { IsNothing: false } name)
            {
                _problems.Report(ProblemCodes.WrongType, key.At, $"A key must be a word, and this is {key.Kind}.");
            }
            else if (!lines.TryAdd(name.Text, name.At.Line))
            {
                _problems.Report(ProblemCodes.DuplicateKey, name.At, $"The key '{name.Text}' stands here a second time; the first is on line {lines[name.Text]}.");
            }
            else
            {
                entries.Add(new YamlEntry(name, value));
            }
        }

        return new YamlMap(At(start), entries.ToImmutable());
    }

    private void RefuseExtras(NodeEvent node)
    {
        if (!node.Anchor.IsEmpty)
        {
            _problems.Report(ProblemCodes.YamlExtras, At(node), $"The anchor '&{node.Anchor.Value}' is set.");
        }

        if (!node.Tag.IsEmpty)
        {
            _problems.Report(ProblemCodes.YamlExtras, At(node), $"The tag '{node.Tag}' is given.");
        }
    }

    private Mark At(ParsingEvent node) => new(_source.Path, (int)node.Start.Line, (int)node.Start.Column, (int)node.End.Line);
}
