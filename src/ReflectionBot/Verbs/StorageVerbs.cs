using System.CommandLine;
using NodaTime;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Hosting;
using ReflectionBot.Storage;

namespace ReflectionBot.Verbs;

/// <summary><c>migrate</c>, <c>export</c> and <c>forget</c>: what an operator does with the storage by hand.</summary>
public static class StorageVerbs
{
    public static Command Migrate()
    {
        var verb = new Command("migrate", "Brings the database to this version of the program, and makes database and master key if there are none. run does the same; the bot must not be running.");
        return WithStorage(verb, async (parsed, services) =>
        {
            using var alone = RunLock.Take(services.GetRequiredService<StorageOptions>());
            services.GetRequiredService<IStorageHealth>().Open();
            await parsed.InvocationConfiguration.Output.WriteLineAsync($"{services.GetRequiredService<StorageOptions>().DatabasePath} is up to date.");
            return ExitCodes.Done;
        });
    }

    public static Command Export()
    {
        var address = AddressOption("Whose");
        var verb = new Command("export", "Prints everything stored about one address, decrypted, as JSON. Give it only to the person it is about.") { address };
        return WithStorage(verb, async (parsed, services) =>
        {
            services.GetRequiredService<IStorageHealth>().Open();
            var stored = await services.GetRequiredService<IArchive>().ReadAsync(parsed.GetRequiredValue(address), CancellationToken.None);
            if (stored is null)
            {
                await parsed.InvocationConfiguration.Error.WriteLineAsync($"Nothing is stored about {parsed.GetRequiredValue(address)}.");
                return ExitCodes.Found;
            }

            await parsed.InvocationConfiguration.Output.WriteLineAsync(ExportJson.Of(stored));
            return ExitCodes.Done;
        });
    }

    public static Command Forget()
    {
        var address = AddressOption("Whom to forget");
        var verb = new Command("forget", "Erases everything stored about one address, its key included, and returns when no byte of it is left in the database's files. Backups are yours to erase.") { address };
        return WithStorage(verb, async (parsed, services) =>
        {
            services.GetRequiredService<IStorageHealth>().Open();
            var found = await services.GetRequiredService<IArchive>().ForgetAsync(parsed.GetRequiredValue(address), CancellationToken.None);
            await parsed.InvocationConfiguration.Output.WriteLineAsync(found
                ? $"{parsed.GetRequiredValue(address)} is forgotten."
                : $"Nothing was stored about {parsed.GetRequiredValue(address)}.");
            return found ? ExitCodes.Done : ExitCodes.Found;
        });
    }

    private static Command WithStorage(Command verb, Func<ParseResult, IServiceProvider, Task<int>> work)
    {
        verb.TreatUnmatchedTokensAsErrors = false;
        verb.SetAction(async (parsed, _) =>
        {
            var error = parsed.InvocationConfiguration.Error;
            var settings = Startup.CheckSettings(parsed.UnmatchedTokens, CommandTree.VerbNames, out var faults);
            if (settings is null)
            {
                await Faults.WriteAsync(error, "Nothing was done:", faults);
                return ExitCodes.Misused;
            }

            await using var services = new ServiceCollection()
                .AddLogging()
                .AddSingleton<IClock>(SystemClock.Instance)
                .AddStorage(settings.Storage)
                .BuildServiceProvider();
            try
            {
                return await work(parsed, services);
            }
            catch (Exception fault) when (StartFaults.Explain(fault, settings) is { } explained)
            {
                await Faults.WriteAsync(error, "Nothing was done:", [explained]);
                return ExitCodes.Failed;
            }
        });
        return verb;
    }

    private static Option<Address> AddressOption(string description) => new("--address")
    {
        Description = description + ": platform:id, for example local:me or telegram:123",
        HelpName = "A",
        Required = true,
        CustomParser = static result =>
        {
            var text = result.Tokens[^1].Value;
            if (!Address.TryParse(text, out var address))
            {
                result.AddError($"--address: must be platform:id, for example local:me or telegram:123; given \"{text}\".");
            }

            return address;
        },
    };
}
