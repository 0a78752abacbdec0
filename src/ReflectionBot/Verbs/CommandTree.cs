using System.CommandLine;
using System.CommandLine.Invocation;

namespace ReflectionBot.Verbs;

/// <summary>All verbs of the executable. Without a verb it runs the bot.</summary>
public static class CommandTree
{
    private static RootCommand Build(TextReader input)
    {
        var root = new RootCommand(
            """
            A chat bot that offers reflective prompts about closeness in relationships, and shows help at once when somebody is in trouble.

            Without a verb it runs: open the address it prints. Every setting can be given behind a verb as --Section:Key=value,
            in the environment as Section__Key, in appsettings.json or in a file; see README.md for the table.
            """);
        RunVerb.AddTo(root);
        foreach (var verb in Verbs(input))
        {
            root.Subcommands.Add(verb);
        }

        return root;
    }

    /// <summary>For "did you mean".</summary>
    public static IEnumerable<string> VerbNames => Verbs(TextReader.Null).Select(verb => verb.Name);

    public static async Task<int> InvokeAsync(IReadOnlyList<string> arguments, TextReader input, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var root = Build(input);
        var parsed = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0 && parsed.Action is ParseErrorAction)
        {
            foreach (var fault in parsed.Errors)
            {
                await error.WriteLineAsync(fault.Message);
            }

            await error.WriteLineAsync($"Try: reflectionbot {(parsed.CommandResult.Command is RootCommand ? "" : parsed.CommandResult.Command.Name + " ")}--help");
            return ExitCodes.Misused;
        }

        // The host and the verbs end on Ctrl-C in their own time; the library must not cut them off after two seconds.
        var invocation = new InvocationConfiguration { Output = output, Error = error, ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false };
        return await parsed.InvokeAsync(invocation, cancellationToken);
    }

    private static Command[] Verbs(TextReader input) =>
    [
        RunVerb.Create(),
        ChatVerb.Create(input),
        CheckVerb.Create(),
        ScreenVerb.Create(input),
        PlanVerb.Create(),
        StorageVerbs.Migrate(),
        StorageVerbs.Export(),
        StorageVerbs.Forget(),
    ];
}
