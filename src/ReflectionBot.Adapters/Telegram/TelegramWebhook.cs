using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ReflectionBot.Adapters.Telegram.Wire;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Adapters.Telegram;

/// <summary>
/// Telegram calls us. 200 only when the turn is durable; anything else makes Telegram come back with the same update.
/// </summary>
internal sealed partial class TelegramWebhook(TelegramOptions options, UpdateIntake intake, IHostApplicationLifetime lifetime, ILogger<TelegramWebhook> logger)
{
    public const string SecretHeader = "X-Telegram-Bot-Api-Secret-Token";

    /// <summary>One update is far smaller, even with a long text and everything quoted in it.</summary>
    public const int MaxBody = 1024 * 1024;

    private readonly UpdateFaults _faults = new();
    private readonly byte[] _secret = SHA256.HashData(Encoding.UTF8.GetBytes(options.WebhookSecret ?? ""));

    public async Task ReceiveAsync(HttpContext context)
    {
        context.Response.StatusCode = await StatusOfAsync(context);
        switch (context.Response.StatusCode)
        {
            case StatusCodes.Status429TooManyRequests:
                context.Response.Headers.RetryAfter = "1";
                break;
            case StatusCodes.Status503ServiceUnavailable:
                context.Response.Headers.RetryAfter = "2";
                break;
            default:
                break;
        }
    }

    private async Task<int> StatusOfAsync(HttpContext context)
    {
        if (!IsFromTelegram(context.Request.Headers[SecretHeader].ToString()))
        {
            return StatusCodes.Status401Unauthorized;
        }

        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(context.Request.ContentLength ?? 4096, 1024, MaxBody) + 1);
        try
        {
            var length = 0;
            int read;
            while ((read = await context.Request.Body.ReadAsync(buffer.AsMemory(length), context.RequestAborted)) > 0)
            {
                length += read;
                if (length > MaxBody)
                {
                    return StatusCodes.Status413PayloadTooLarge;
                }

                if (length == buffer.Length)
                {
                    var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
                    buffer.CopyTo(larger.AsSpan());
                    ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
                    buffer = larger;
                }
            }

            return Read(buffer.AsSpan(0, length), out var status) is { } update ? await TakeAsync(update, context.RequestAborted) : status;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    private async ValueTask<int> TakeAsync(Update update, CancellationToken aborted)
    {
        var acceptance = await OfferAsync(update, aborted);
        if (acceptance is Acceptance.Taken or Acceptance.Duplicate)
        {
            _faults.Took(update.UpdateId);
            return StatusCodes.Status200OK;
        }

        if (acceptance is Acceptance.TooMany)
        {
            return StatusCodes.Status429TooManyRequests;
        }

        if (_faults.Failed(update.UpdateId))
        {
            LogGivenUp(logger, UpdateReader.KindOf(update));
            return StatusCodes.Status200OK;
        }

        return acceptance is null ? StatusCodes.Status500InternalServerError : StatusCodes.Status503ServiceUnavailable;
    }

    /// <returns>Null when the bot failed over it.</returns>
    private async ValueTask<Acceptance?> OfferAsync(Update update, CancellationToken aborted)
    {
        try
        {
            return await intake.TakeAsync(update, lifetime.ApplicationStopping, aborted);
        }
        catch (Exception fault) when (!aborted.IsCancellationRequested)
        {
            // A bug of ours. Its message might hold what somebody wrote.
            LogFault(logger, fault.GetType().Name, fault.StackTrace);
            return null;
        }
    }

    private Update? Read(ReadOnlySpan<byte> body, out int status)
    {
        try
        {
            var update = JsonSerializer.Deserialize(body, BotApiJson.Wire.Update);
            status = update is null ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK;
            return update;
        }
        catch (JsonException)
        {
            // JSON that we do not understand would come again and again; what is no JSON at all is not Telegram's.
            status = IsJson(body) ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
            LogUnreadable(logger);
            return null;
        }
    }

    private static bool IsJson(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        try
        {
            while (reader.Read())
            {
                // Only whether it can be read to its end.
            }

            return body.Length > 0;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Takes the same time whatever is given.</summary>
    private bool IsFromTelegram(string given) =>
        options.WebhookSecret is { Length: > 0 } && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), _secret);

    [LoggerMessage(Level = LogLevel.Error, Message = "The bot failed over an update: {Fault}{Stack}")]
    private static partial void LogFault(ILogger logger, string fault, string? stack);

    [LoggerMessage(Level = LogLevel.Error, Message = "An update was offered again and again, never taken, and is given up: {Kind}")]
    private static partial void LogGivenUp(ILogger logger, string kind);

    [LoggerMessage(Level = LogLevel.Error, Message = "An update sent to the webhook could not be read")]
    private static partial void LogUnreadable(ILogger logger);
}
