using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using NodaTime;

namespace ReflectionBot.Adapters.Telegram.Wire;

/// <summary>
/// One call and its answer over one pool of connections. No redirects, no cookies, no tracing handler: the token is in the
/// address, and the built-in span would carry it away.
/// </summary>
internal sealed class BotTransport : IDisposable
{
    /// <summary>The server sends at most about 4 MiB of updates; more is not an answer of the Bot API.</summary>
    public const int MaxAnswer = 8 * 1024 * 1024;

    private readonly HttpMessageInvoker _invoker;
    private readonly SecretAddresses _addresses;
    private readonly TimeProvider _clock;

    public BotTransport(Uri apiBaseUrl, string token, TimeProvider clock)
    {
        _addresses = new SecretAddresses(apiBaseUrl, token);
        _clock = clock;
        var connections = new SocketsHttpHandler
        {
            ActivityHeadersPropagator = null,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            EnableMultipleHttp2Connections = false,
            MaxConnectionsPerServer = 64,

            // Shorter than servers keep idle connections: a call written into a closing connection is in doubt.
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(50),
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            UseCookies = false,
        };
        _invoker = new HttpMessageInvoker(new SecretAddressHandler(connections), disposeHandler: true);
    }

    /// <summary>Never throws for what a server or a network does; only for a cancelled token.</summary>
    /// <param name="timeout">For the whole call, answer included.</param>
    public async Task<ApiResult<T>> CallAsync<T>(string method, HttpContent content, JsonTypeInfo<ApiAnswer<T>> answer, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var request = new BotRequestMessage(_addresses.Of(method), content);
        using var limit = new CancellationTokenSource(timeout, _clock);
        using var stop = cancellationToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), limit);
        try
        {
            using var response = await _invoker.SendAsync(request, limit.Token);
            return await ReadAsync(response, answer, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ApiFailure.Doubtful("no answer in time");
        }
        catch (OperationCanceledException)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (HttpRequestException fault) when (fault.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError)
        {
            return new ApiFailure.Unreachable($"{fault.HttpRequestError}");
        }
        catch (HttpRequestException fault)
        {
            return new ApiFailure.Doubtful($"{fault.HttpRequestError}");
        }
        catch (IOException)
        {
            return new ApiFailure.Doubtful("the connection broke");
        }
    }

    public void Dispose() => _invoker.Dispose();

    private static async Task<ApiResult<T>> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<ApiAnswer<T>> type, CancellationToken cancellationToken)
    {
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
                        return new ApiFailure.Doubtful("the answer was too long");
                    }

                    if (length == buffer.Length)
                    {
                        buffer = Grown(buffer);
                    }
                }
            }

            return Read(buffer.AsSpan(0, length), response, type);
        }
        finally
        {
            // Answers hold what people wrote.
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    private static ApiResult<T> Read<T>(ReadOnlySpan<byte> body, HttpResponseMessage response, JsonTypeInfo<ApiAnswer<T>> type)
    {
        ApiAnswer<T>? answer;
        try
        {
            answer = JsonSerializer.Deserialize(body, type);
        }
        catch (JsonException)
        {
            return OfProxy(response);
        }

        return answer switch
        {
            { Ok: true } => new ApiResult<T>(answer.Result, null),
            { ErrorCode: not 0 } => ApiErrors.Read(answer.ErrorCode, answer.Description, answer.Parameters, RetryAfter(response)),
            _ => OfProxy(response),
        };
    }

    /// <summary>
    /// A page of something between Telegram and us, or half an answer. It knows nothing of tokens, chats and people, so it decides nothing: that it refuses
    /// the call means that the call never came to Telegram. Only that something is too much or too fast counts whoever says it.
    /// </summary>
    private static ApiFailure OfProxy(HttpResponseMessage response) => (int)response.StatusCode switch
    {
        >= 200 and < 300 => new ApiFailure.Doubtful(Unreadable),
        413 or 429 or >= 500 => ApiErrors.Read((int)response.StatusCode, description: null, parameters: null, RetryAfter(response)),
        var status => new ApiFailure.Unreachable($"something that is not Telegram answers with {status}"),
    };

    private static Duration? RetryAfter(HttpResponseMessage response) =>
        response.Headers.RetryAfter?.Delta is { } delta ? Duration.FromTimeSpan(delta) : null;

    private static byte[] Grown(byte[] full)
    {
        var larger = ArrayPool<byte>.Shared.Rent(full.Length * 2);
        full.CopyTo(larger.AsSpan());
        ArrayPool<byte>.Shared.Return(full, clearArray: true);
        return larger;
    }

    /// <summary>Why an answer with a good status is no answer.</summary>
    internal const string Unreadable = "the answer was not JSON";
}

/// <summary>A request's parameters as the body of a call.</summary>
internal static class BotContent
{
    private static readonly MediaTypeHeaderValue _json = new("application/json");

    public static HttpContent Json<T>(T request, JsonTypeInfo<T> type)
        where T : IBotRequest
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(request, type));
        content.Headers.ContentType = _json;
        return content;
    }
}
