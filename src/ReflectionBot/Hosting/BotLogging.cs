using Microsoft.Extensions.Logging.Console;

namespace ReflectionBot.Hosting;

/// <summary>Logs go to the console: one JSON object a line in production, readable lines in development.</summary>
public static class BotLogging
{
    public static ILoggingBuilder AddBotConsole(this ILoggingBuilder logging, IHostEnvironment environment)
    {
        logging.ClearProviders();
        logging.AddConsole(console =>
        {
            console.FormatterName = environment.IsDevelopment() ? ConsoleFormatterNames.Simple : ConsoleFormatterNames.Json;
        });
        logging.AddSimpleConsole(simple => simple.SingleLine = true);
        logging.AddJsonConsole(json =>
        {
            json.UseUtcTimestamp = true;
            json.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
        });
        logging.Services.Configure<ConsoleLoggerOptions>(console =>
            console.FormatterName = environment.IsDevelopment() ? ConsoleFormatterNames.Simple : ConsoleFormatterNames.Json);

        // Requests carry ids in their paths, and a platform's token stands in the address that is asked.
        logging.SetMinimumLevel(LogLevel.Information);
        logging.AddFilter("Microsoft", LogLevel.Warning);
        logging.AddFilter("System", LogLevel.Warning);
        logging.AddFilter("Quartz", LogLevel.Warning);
        logging.AddFilter("System.Net.Http.HttpClient", LogLevel.None);

        // Of a background service's failure it would tell the exception's message as well; ServiceWatch tells its type.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        return logging;
    }
}
