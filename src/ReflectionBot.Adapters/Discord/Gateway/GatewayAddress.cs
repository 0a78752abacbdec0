namespace ReflectionBot.Adapters.Discord.Gateway;

/// <summary>Addresses of the gateway.</summary>
internal static class GatewayAddress
{
    private const int Version = 10;

    /// <summary>With what the connection is to be like. Used for resuming as for identifying.</summary>
    public static Uri Full(Uri root, bool compress) =>
        new UriBuilder(root) { Query = $"v={Version}&encoding=json{(compress ? "&compress=zlib-stream" : "")}" }.Uri;

    /// <returns>Null for what is no address of a gateway, or would send the token unencrypted where it was encrypted before.</returns>
    public static Uri? OfResume(string? given, Uri gateway) =>
        Uri.TryCreate(given, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeWss || (url.Scheme == Uri.UriSchemeWs && gateway.Scheme == Uri.UriSchemeWs)) ? url : null;
}
