using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace ReflectionBot.Tests.Telegram.Loopback;

/// <summary>Reads a call's parameters and checks them against the rules.</summary>
internal static class LoopbackRequest
{
    public static async Task<(JsonElement Parameters, (string Name, string Text)? File)?> ReadAsync(HttpContext context, LoopbackBotApi api, string method)
    {
        if (!api.Rules.Knows(method))
        {
            api.Breaches.Enqueue($"there is no method {method} among those the bot may use");
            return null;
        }

        if (context.Request.Method != "POST")
        {
            api.Breaches.Enqueue($"{method} came by {context.Request.Method}");
        }

        JsonElement parameters;
        (string, string)? file = null;
        if (context.Request.HasFormContentType)
        {
            (parameters, file) = await FormAsync(context, api, method);
        }
        else
        {
            try
            {
                using var json = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
                parameters = json.RootElement.Clone();
            }
            catch (JsonException)
            {
                api.Breaches.Enqueue($"{method} came with a body that is not JSON");
                return null;
            }
        }

        foreach (var fault in api.Rules.Check(method, parameters))
        {
            api.Breaches.Enqueue(fault);
        }

        if (api.Watchful)
        {
            api.Calls.Enqueue((method, parameters));
        }

        return (parameters, file);
    }

    /// <summary>In a form everything is text; what it stands for is in the rules.</summary>
    private static async Task<(JsonElement Parameters, (string Name, string Text)? File)> FormAsync(HttpContext context, LoopbackBotApi api, string method)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var parameters = new JsonObject();
        var types = api.Rules.FieldsOf(method);
        foreach (var (name, values) in form)
        {
            var text = values.ToString();
            var isText = !types.TryGetValue(name, out var type) || type.TrimStart('!') is "String";
            parameters[name] = isText ? text : JsonNode.Parse(text);
        }

        (string, string)? file = null;
        foreach (var part in form.Files)
        {
            using var reader = new StreamReader(part.OpenReadStream(), Encoding.UTF8);
            file = (part.FileName, await reader.ReadToEndAsync(context.RequestAborted));
            parameters[part.Name] = $"attach://{part.Name}";
        }

        return (JsonSerializer.SerializeToElement(parameters), file);
    }
}
