using Microsoft.AspNetCore.Connections;
using ReflectionBot.Storage;
using ReflectionBot.Storage.Migrations;

namespace ReflectionBot.Hosting;

/// <summary>Tells an operator what stopped the start, for everything that is not a bug of ours.</summary>
public static class StartFaults
{
    /// <returns>One line, or null when the fault is a bug and deserves its stack trace.</returns>
    public static string? Explain(Exception fault, BotSettings settings) => fault switch
    {
        IOException { InnerException: AddressInUseException } => new ConfigurationFault(SettingsCatalog.HttpUrl, "is taken by another program; give another port", settings.HttpUrl.ToString()).ToString(),
        IOException when fault.Message.StartsWith("Failed to bind", StringComparison.Ordinal) => new ConfigurationFault(SettingsCatalog.HttpUrl, "cannot be listened on", settings.HttpUrl.ToString()).ToString(),
        System.Net.Sockets.SocketException socket => new ConfigurationFault(SettingsCatalog.HttpUrl, $"cannot be listened on: {socket.Message}", settings.HttpUrl.ToString()).ToString(),
        StorageKeyException or StorageInUseException or MigrationException or StorageUnavailableException => fault.Message,
        _ => null,
    };
}
