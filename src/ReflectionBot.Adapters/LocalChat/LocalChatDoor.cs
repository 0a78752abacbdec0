using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace ReflectionBot.Adapters.LocalChat;

/// <summary>
/// Who is let in. The chat has no password, so another machine, another web page in the same browser and a foreign
/// name pointed at this machine (DNS rebinding) are all turned away before anything is read.
/// </summary>
public sealed class LocalChatDoor(IOptions<LocalChatOptions> options) : IEndpointFilter
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
        + "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    private static readonly string[] _ownNames = ["localhost", "127.0.0.1", "[::1]"];

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        Harden(context.HttpContext.Response.Headers);
        return IsNear(context.HttpContext.Connection.RemoteIpAddress) && IsOurName(request.Host.Host) && IsOwnPage(request)
            ? await next(context)
            : TypedResults.Json(
                new Refusal("closed", "This chat only answers its own page, on this machine."),
                LocalChatJson.Default.Refusal,
                statusCode: StatusCodes.Status403Forbidden);
    }

    private static void Harden(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        headers.CacheControl = "no-store";
    }

    private bool IsNear(IPAddress? remote) => options.Value.AllowRemote || remote is null || IPAddress.IsLoopback(remote);

    private bool IsOurName(string host) =>
        _ownNames.Contains(host, StringComparer.OrdinalIgnoreCase) || options.Value.Hosts.Contains(host, StringComparer.OrdinalIgnoreCase);

    /// <summary>Browsers say where a request comes from; following a link to the page is fine, anything else must be the page itself.</summary>
    private static bool IsOwnPage(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        if (origin.Length > 0 && !string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        return request.Headers["Sec-Fetch-Site"].ToString() switch
        {
            "" or "same-origin" or "none" => true,
            _ => HttpMethods.IsGet(request.Method) && request.Headers["Sec-Fetch-Dest"] == "document",
        };
    }
}
