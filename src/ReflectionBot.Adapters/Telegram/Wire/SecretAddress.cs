using System.Collections.Concurrent;

namespace ReflectionBot.Adapters.Telegram.Wire;

/// <summary>
/// The addresses of the methods. The real ones hold the token in their path, so nothing that prints an address may ever see
/// one: requests carry the shown address until <see cref="SecretAddressHandler"/> swaps it, and the real one does not print
/// itself.
/// </summary>
internal sealed class SecretAddresses(Uri apiBaseUrl, string token)
{
    private readonly ConcurrentDictionary<string, SecretAddress> _byMethod = new(StringComparer.Ordinal);

    public SecretAddress Of(string method) => _byMethod.GetOrAdd(method, static (name, self) => self.Make(name), this);

    private SecretAddress Make(string method)
    {
        var root = apiBaseUrl.AbsoluteUri.TrimEnd('/');
        var shown = $"{root}/bot/{method}";
        return new SecretAddress(new Uri(shown), new UnprintableUri($"{root}/bot{token}/{method}", shown));
    }
}

/// <param name="Shown">For everything that may be logged or traced.</param>
/// <param name="Real">For the connection alone.</param>
internal sealed record SecretAddress(Uri Shown, Uri Real);

internal sealed class BotRequestMessage : HttpRequestMessage
{
    public BotRequestMessage(SecretAddress address, HttpContent content)
        : base(HttpMethod.Post, address.Shown)
    {
        Address = address;
        Content = content;
    }

    public SecretAddress Address { get; }
}

/// <summary>The last hand before the connection: only here does the request learn where it really goes.</summary>
internal sealed class SecretAddressHandler(HttpMessageHandler connections) : DelegatingHandler(connections)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var address = ((BotRequestMessage)request).Address;
        request.RequestUri = address.Real;
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        finally
        {
            request.RequestUri = address.Shown;
        }
    }
}
