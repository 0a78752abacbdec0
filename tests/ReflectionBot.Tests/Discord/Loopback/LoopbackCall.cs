using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace ReflectionBot.Tests.Discord.Loopback;

/// <summary>One call of the bot.</summary>
/// <param name="Route">Method and path without ids.</param>
/// <param name="Ids">The ids that were left out, in their order.</param>
internal sealed record LoopbackCall(string Route, IReadOnlyList<string> Ids, JsonElement? Body, (string Name, string Text)? File, IQueryCollection Query)
{
    public bool OfInteraction => Route.Contains("interactions/", StringComparison.Ordinal) || Route.Contains("webhooks/", StringComparison.Ordinal);

    /// <summary>What its limit is counted for.</summary>
    public string Major => OfInteraction ? Ids[1] : Route.Contains("channels/{}", StringComparison.Ordinal) ? Ids[0] : "";

    public static async Task<LoopbackCall> ReadAsync(HttpContext context)
    {
        var request = context.Request;
        var ids = new List<string>();
        var parts = request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries).Skip(2).ToList();
        for (var i = 1; i < parts.Count; i++)
        {
            // Names alternate with ids, and the two ids of an interaction stand together.
            var isId = parts[i] is not ("@me" or "@original" or "bot") && (char.IsAsciiDigit(parts[i][0]) || parts[i].StartsWith(LoopbackDiscord.InteractionSecret, StringComparison.Ordinal));
            if (isId)
            {
                ids.Add(parts[i]);
                parts[i] = "{}";
            }
        }

        var route = $"{request.Method} {string.Join('/', parts)}";
        if (request.HasFormContentType)
        {
            var form = await request.ReadFormAsync(context.RequestAborted);
            var file = form.Files["files[0]"] ?? throw new InvalidOperationException("a form without files[0]");
            using var reader = new StreamReader(file.OpenReadStream(), Encoding.UTF8);
            var payload = form.Files["payload_json"] is { } part ? await new StreamReader(part.OpenReadStream()).ReadToEndAsync(context.RequestAborted) : form["payload_json"].ToString();
            return new LoopbackCall(route, ids, JsonDocument.Parse(payload).RootElement.Clone(), (file.FileName, await reader.ReadToEndAsync(context.RequestAborted)), request.Query);
        }

        if (request.ContentLength is null or 0)
        {
            return new LoopbackCall(route, ids, null, null, request.Query);
        }

        if (request.ContentType != "application/json")
        {
            throw new InvalidOperationException($"{route} came as {request.ContentType}");
        }

        using var json = await JsonDocument.ParseAsync(request.Body, cancellationToken: context.RequestAborted);
        return new LoopbackCall(route, ids, json.RootElement.Clone(), null, request.Query);
    }
}
