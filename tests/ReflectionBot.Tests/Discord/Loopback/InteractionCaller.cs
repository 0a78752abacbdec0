using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ReflectionBot.Adapters.Discord.Http;
using ReflectionBot.Tests.Discord.Http;

namespace ReflectionBot.Tests.Discord.Loopback;

/// <summary>Discord where it calls the bot: every request signed with the application's key.</summary>
internal sealed class InteractionCaller : IDisposable
{
    public const string Timestamp = "1790000000";

    private readonly ReferenceEd25519 _key = new([.. Enumerable.Range(7, 32).Select(i => (byte)i)]);
    private readonly HttpClient _http = new();

    public string PublicKey => Convert.ToHexStringLower(_key.PublicKey);

    /// <summary>Where the bot is.</summary>
    public Uri? Target { get; set; }

    /// <summary>What the bot said to what people did.</summary>
    public ConcurrentQueue<HttpStatusCode> Statuses { get; } = new();

    /// <summary>Messages do not come this way.</summary>
    public void Publish(string name, JsonObject data)
    {
        if (name == "INTERACTION_CREATE")
        {
            _ = CallAsync(data.ToJsonString());
        }
    }

    public string Sign(byte[] body) => Convert.ToHexStringLower(_key.Sign([.. Encoding.ASCII.GetBytes(Timestamp), .. body]));

    public async Task<HttpResponseMessage> PostAsync(byte[] body, string? signature = null, string timestamp = Timestamp)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Target) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.TryAddWithoutValidation(InteractionSignature.SignatureHeader, signature ?? Sign(body));
        request.Headers.TryAddWithoutValidation(InteractionSignature.TimestampHeader, timestamp);
        return await _http.SendAsync(request);
    }

    public void Dispose() => _http.Dispose();

    private async Task CallAsync(string body)
    {
        using var answer = await PostAsync(Encoding.UTF8.GetBytes(body));
        Statuses.Enqueue(answer.StatusCode);
    }
}
