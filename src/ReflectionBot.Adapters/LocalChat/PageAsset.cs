using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace ReflectionBot.Adapters.LocalChat;

/// <summary>The page's files, out of the program itself; a browser asks again each time and mostly hears "unchanged".</summary>
internal sealed record PageAsset(byte[] Content, string MediaType, EntityTagHeaderValue Tag)
{
    private const string Prefix = "localchat/";

    private static readonly FrozenDictionary<string, PageAsset> _all = typeof(PageAsset).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .ToFrozenDictionary(name => name[Prefix.Length..], Load, StringComparer.Ordinal);

    public static IResult Serve(string name, HttpRequest request)
    {
        if (!_all.TryGetValue(name, out var asset))
        {
            return TypedResults.NotFound();
        }

        request.HttpContext.Response.Headers.CacheControl = "no-cache";
        return TypedResults.Bytes(asset.Content, asset.MediaType, entityTag: asset.Tag);
    }

    private static PageAsset Load(string resource)
    {
        using var stream = typeof(PageAsset).Assembly.GetManifestResourceStream(resource)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return new PageAsset(content, MediaTypeOf(resource), new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(content))[..16]}\""));
    }

    private static string MediaTypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => "application/octet-stream",
    };
}
