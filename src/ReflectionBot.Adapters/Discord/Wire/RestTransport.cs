using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Adapters.Discord.Wire;

/// <summary>
/// One call and its answer over one pool of connections, never faster than the limits allow. No redirects, no cookies, no tracing handler: the paths of
/// interactions hold their tokens.
/// </summary>
internal sealed class RestTransport : IDisposable
{
    /// <summary>More is not an answer that the bot asks for.</summary>
    public const int MaxAnswer = 4 * 1024 * 1024;

    /// <summary>How long a call waits here for its turn before it is handed back with the rest of the wait.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(500);

    /// <summary>Discord requires this form; without it calls may be refused. The bot has no page of its own.</summary>
    public static readonly string UserAgent = $"DiscordBot (https://reflectionbot.invalid, {Version()})";

    /// <summary>How long to wait when the server says 429 without saying how long, as what stands before it does.</summary>
    private static readonly TimeSpan _unsaidDelay = TimeSpan.FromSeconds(30);

    private readonly HttpMessageInvoker _invoker;
    private readonly string _root;
    private readonly Uri _shownRoot;
    private readonly AuthenticationHeaderValue _authorization;
    private readonly RestLimits _limits;
    private readonly TimeProvider _clock;
    private volatile bool _unauthorized;

    public RestTransport(Uri apiBaseUrl, string token, RestLimits limits, TimeProvider clock)
    {
        _root = apiBaseUrl.AbsoluteUri.TrimEnd('/') + "/";
        _shownRoot = new Uri(_root);
        _authorization = new AuthenticationHeaderValue("Bot", token);
        _limits = limits;
        _clock = clock;
        var connections = new SocketsHttpHandler
        {
            ActivityHeadersPropagator = null,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            EnableMultipleHttp2Connections = false,
            MaxConnectionsPerServer = 64,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(50),
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            UseCookies = false,
        };
        _invoker = new HttpMessageInvoker(new RealAddressHandler(connections), disposeHandler: true);
    }

    /// <summary>Never throws for what a server or a network does; only for a cancelled token.</summary>
    /// <param name="route">What to call.</param>
    /// <param name="content">Null for none. Belongs to this call.</param>
    /// <param name="answer">Null when what the answer says does not matter.</param>
    /// <param name="urgency">Whose share of the limits it takes.</param>
    /// <param name="patience">For the call itself, answer included.</param>
    public async Task<RestResult<T>> CallAsync<T>(Route route, HttpContent? content, JsonTypeInfo<T>? answer, Urgency urgency, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var request = new RestRequest(route, new Uri(_shownRoot, route.Template), new UnprintableUri(_root + route.Path, route.Template)) { Content = content };
        if (_unauthorized && !route.OfInteraction)
        {
            // Every further 401 would bring this machine's address closer to a ban.
            return new RestFailure.Unauthorized();
        }

        var waited = TimeSpan.Zero;
        RestLimits.Lease lease;
        while (_limits.Take(route, urgency, out lease) is { Ticks: > 0 } wait)
        {
            if (waited + wait > LongestWait)
            {
                return new RestFailure.TooFast(wait);
            }

            await Task.Delay(wait, _clock, cancellationToken);
            waited += wait;
        }

        request.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        if (!route.OfInteraction)
        {
            request.Headers.Authorization = _authorization;
        }

        BucketHeaders? learnt = null;
        RestFailure.TooFast? flooded = null;
        using var limit = new CancellationTokenSource(patience, _clock);
        using var stop = cancellationToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), limit);
        try
        {
            using var response = await _invoker.SendAsync(request, limit.Token);
            learnt = RateHeaders.Read(response.Headers);
            var result = await ReadAsync(route, response, answer, limit.Token);
            flooded = result.Failure as RestFailure.TooFast;
            return result;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new RestFailure.Doubtful("no answer in time");
        }
        catch (OperationCanceledException)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (HttpRequestException fault) when (fault.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError)
        {
            return new RestFailure.Unreachable($"{fault.HttpRequestError}");
        }
        catch (HttpRequestException fault)
        {
            return new RestFailure.Doubtful($"{fault.HttpRequestError}");
        }
        catch (IOException)
        {
            return new RestFailure.Doubtful("the connection broke");
        }
        finally
        {
            _limits.Ended(route, lease, learnt);
            if (flooded is not null)
            {
                _limits.Flooded(route, flooded.Everywhere, flooded.Delay);
            }
        }
    }

    public void Dispose() => _invoker.Dispose();

    private async Task<RestResult<T>> ReadAsync<T>(Route route, HttpResponseMessage response, JsonTypeInfo<T>? type, CancellationToken cancellationToken)
    {
        if (response.StatusCode == HttpStatusCode.NoContent)
        {
            return default;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(Math.Clamp((int)(response.Content.Headers.ContentLength ?? 0) + 1, 2048, MaxAnswer + 1));
        try
        {
            var length = 0;
            var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            await using (stream)
            {
                int read;
                while ((read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken)) > 0)
                {
                    length += read;
                    if (length > MaxAnswer)
                    {
                        return new RestFailure.Doubtful("the answer was too long");
                    }

                    if (length == buffer.Length)
                    {
                        buffer = Grown(buffer);
                    }
                }
            }

            return response.IsSuccessStatusCode ? Value(buffer.AsSpan(0, length), type) : Failure(route, response, Parsed(buffer.AsSpan(0, length)));
        }
        finally
        {
            // Answers hold what people wrote.
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    private static RestResult<T> Value<T>(ReadOnlySpan<byte> body, JsonTypeInfo<T>? type)
    {
        if (type is null)
        {
            return default;
        }

        try
        {
            return new RestResult<T>(JsonSerializer.Deserialize(body, type), null);
        }
        catch (JsonException)
        {
            // It was done; what came of it could not be read.
            return new RestFailure.Doubtful("the answer was not JSON");
        }
    }

    private RestFailure Failure(Route route, HttpResponseMessage response, ErrorBody? error)
    {
        var status = (int)response.StatusCode;
        switch (status)
        {
            case 401 when !route.OfInteraction:
                _unauthorized = true;
                return new RestFailure.Unauthorized();
            case 429:
                var delay = error?.RetryAfter is { } seconds ? TimeSpan.FromSeconds(Math.Clamp(seconds, 0, 86400)) : response.Headers.RetryAfter?.Delta ?? _unsaidDelay;
                var everywhere = error is null || error.Global || RateHeaders.IsGlobal(response.Headers);
                DiscordMeter.Flooded(route, RateHeaders.Scope(response.Headers, everywhere));
                return new RestFailure.TooFast(delay, everywhere);
            case >= 500:
                return new RestFailure.Doubtful($"the server failed with {status.ToString(CultureInfo.InvariantCulture)}");
            default:
                return new RestFailure.Rejected(status, error?.Code ?? 0, RateHeaders.FieldOf(error?.Errors));
        }
    }

    private static ErrorBody? Parsed(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, DiscordJson.Wire.ErrorBody);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static byte[] Grown(byte[] full)
    {
        var larger = ArrayPool<byte>.Shared.Rent(full.Length * 2);
        full.CopyTo(larger.AsSpan());
        ArrayPool<byte>.Shared.Return(full, clearArray: true);
        return larger;
    }

    private static string Version() => typeof(RestTransport).Assembly.GetName().Version?.ToString(3) ?? "0.1.0";

    /// <summary>Carries a harmless address until the last hand before the connection, so that nothing that prints an address sees an interaction's token.</summary>
    private sealed class RestRequest(Route route, Uri shown, Uri real) : HttpRequestMessage(route.Method, shown)
    {
        public Uri Real { get; } = real;

        /// <summary>Without headers: the bot's token is in one of them.</summary>
        public override string ToString() => route.Name;
    }

    private sealed class RealAddressHandler(HttpMessageHandler connections) : DelegatingHandler(connections)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var shown = request.RequestUri;
            request.RequestUri = ((RestRequest)request).Real;
            try
            {
                return await base.SendAsync(request, cancellationToken);
            }
            finally
            {
                request.RequestUri = shown;
            }
        }
    }
}
