using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ReflectionBot.Adapters.Discord.Http;

/// <summary>
/// Discord calls us with each interaction, for operators who want no gateway. Every request must be signed; Discord tries bad signatures and drops the
/// address that takes them. An interaction is answered with 202 at once and then over REST, as one that came over the gateway.
/// </summary>
internal sealed partial class InteractionEndpoint(DiscordState state, DiscordIntake intake, IHostApplicationLifetime lifetime, ILogger<InteractionEndpoint> logger)
{
    /// <summary>The largest, a form with five long answers and the message it stands under, is far smaller.</summary>
    public const int MaxBody = 1024 * 1024;

    private const int Ping = 1;
    private const int FirstSize = 8 * 1024;

    private static readonly byte[] _pong = """{"type":1}"""u8.ToArray();

    public async Task ReceiveAsync(HttpContext context)
    {
        var headers = context.Request.Headers;
        var (signature, timestamp) = (headers[InteractionSignature.SignatureHeader].ToString(), headers[InteractionSignature.TimestampHeader].ToString());
        if (signature.Length == 0 || timestamp.Length == 0)
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Clamp((context.Request.ContentLength ?? 0) + 1, FirstSize, MaxBody + 1));
        try
        {
            var length = 0;
            int read;
            while ((read = await context.Request.Body.ReadAsync(buffer.AsMemory(length), context.RequestAborted)) > 0)
            {
                length += read;
                if (length > MaxBody)
                {
                    context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
                    return;
                }

                if (length == buffer.Length)
                {
                    buffer = Larger(buffer);
                }
            }

            if (Take(signature, timestamp, buffer.AsSpan(0, length), context.Response))
            {
                await context.Response.Body.WriteAsync(_pong, context.RequestAborted);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    /// <returns>True when a PONG is to follow.</returns>
    private bool Take(string signature, string timestamp, ReadOnlySpan<byte> body, HttpResponse response)
    {
        // Until Discord has told its key once after the start.
        if (state.Signature is not { } key)
        {
            response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return false;
        }

        if (!key.Covers(signature, timestamp, body))
        {
            LogUnsigned(logger);
            response.StatusCode = StatusCodes.Status401Unauthorized;
            return false;
        }

        switch (KindOf(body))
        {
            case null:
                LogUnreadable(logger);
                response.StatusCode = StatusCodes.Status400BadRequest;
                return false;
            case Ping:
                response.ContentType = "application/json";
                response.ContentLength = _pong.Length;
                return true;
            default:
                // Discord does not call twice: what cannot be begun now shows the person that it failed.
                if (lifetime.ApplicationStopping.IsCancellationRequested)
                {
                    response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                    return false;
                }

                _ = FinishAsync(intake.TakeInteractionAsync(body, replayed: false, lifetime.ApplicationStopping));
                response.StatusCode = StatusCodes.Status202Accepted;
                return false;
        }
    }

    private async Task FinishAsync(ValueTask taking)
    {
        try
        {
            await taking;
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // The process is ending.
        }
        catch (Exception fault)
        {
            // A bug of ours. Its message might hold what somebody wrote.
            LogFault(logger, fault.GetType().Name, fault.StackTrace);
        }
    }

    private static byte[] Larger(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger.AsSpan());
        ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        return larger;
    }

    private static int? KindOf(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, InteractionKindJson.Default.InteractionKind)?.Type;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "A request to the interactions endpoint is not signed by Discord and was turned away")]
    private static partial void LogUnsigned(ILogger logger);

    [LoggerMessage(Level = LogLevel.Error, Message = "A request that Discord signed could not be read")]
    private static partial void LogUnreadable(ILogger logger);

    [LoggerMessage(Level = LogLevel.Error, Message = "The bot failed over an interaction: {Fault}{Stack}")]
    private static partial void LogFault(ILogger logger, string fault, string? stack);
}

internal sealed record InteractionKind(int Type);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(InteractionKind))]
internal sealed partial class InteractionKindJson : JsonSerializerContext;
