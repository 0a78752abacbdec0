using System.CommandLine;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using ReflectionBot.Core.Crisis;
using ReflectionBot.Core.Crisis.Screen;

namespace ReflectionBot.Verbs;

/// <summary><c>screen</c>: what the crisis screen sees in each line of standard input. Nothing is stored or logged.</summary>
public static partial class ScreenVerb
{
    private const int LinesAtOnce = 1024;

    public static Command Create(TextReader input)
    {
        var verb = new Command(
            "screen",
            """Reads messages from standard input, one a line, and prints what the crisis screen sees in each as one JSON object a line: {"tier":0-3,"kinds":[…],"rules":[…]}.""");
        verb.SetAction((parsed, cancellationToken) => RunAsync(input, parsed.InvocationConfiguration.Output, cancellationToken));
        return verb;
    }

    /// <summary>The screening as the line of JSON that is printed.</summary>
    public static string Describe(Screening screening) =>
        JsonSerializer.Serialize(new ScreenedLine((int)screening.Tier, [.. KindsOf(screening)], [.. screening.Rules]), ScreenJson.Default.ScreenedLine);

    private static async Task<int> RunAsync(TextReader input, TextWriter output, CancellationToken cancellationToken)
    {
        await foreach (var lines in LinesAsync(input, cancellationToken).Chunk(LinesAtOnce).WithCancellation(cancellationToken))
        {
            var text = new StringBuilder();
            foreach (var described in lines.AsParallel().AsOrdered().Select(line => Describe(CrisisScreen.BuiltIn.Read(line))))
            {
                text.Append(described).Append('\n');
            }

            await output.WriteAsync(text, cancellationToken);
        }

        await output.FlushAsync(cancellationToken);
        return ExitCodes.Done;
    }

    private static IEnumerable<string> KindsOf(Screening screening)
    {
        foreach (var kind in Enum.GetValues<CrisisKinds>().Where(kind => kind != CrisisKinds.None && screening.Kinds.HasFlag(kind)))
        {
            yield return JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());
        }

        foreach (var (name, holds) in new[]
        {
            ("third_person", screening.ThirdPerson),
            ("monitored", screening.Monitored),
            ("minor", screening.Minor),
            ("perpetrator", screening.Perpetrator),
        })
        {
            if (holds)
            {
                yield return name;
            }
        }
    }

    /// <summary>Lines end at a line feed only: a carriage return inside a message must not shift every answer after it.</summary>
    private static async IAsyncEnumerable<string> LinesAsync(TextReader input, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var buffer = new char[16 * 1024];
        var line = new StringBuilder();
        for (var read = await input.ReadAsync(buffer, cancellationToken); read > 0; read = await input.ReadAsync(buffer, cancellationToken))
        {
            var rest = buffer.AsMemory(0, read);
            for (var end = rest.Span.IndexOf('\n'); end >= 0; end = rest.Span.IndexOf('\n'))
            {
                yield return line.Append(rest.Span[..end]).ToString().TrimEnd('\r');
                line.Clear();
                rest = rest[(end + 1)..];
            }

            line.Append(rest.Span);
        }

        if (line.Length > 0)
        {
            yield return line.ToString();
        }
    }

    private sealed record ScreenedLine(int Tier, string[] Kinds, string[] Rules);

    [JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
    [JsonSerializable(typeof(ScreenedLine))]
    private sealed partial class ScreenJson : JsonSerializerContext;
}
