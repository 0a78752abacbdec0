using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using NodaTime;
using ReflectionBot.Core.Groups;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Adapters.LocalChat;

/// <summary>Puts the local chat into a host: its page, its stream, its way in.</summary>
public static class LocalChatEndpoints
{
    /// <summary>The largest post, in bytes. Far over <see cref="Input.MaxText"/>: a text that is too long gets the bot's own kind answer.</summary>
    public const int MaxBody = 1024 * 1024;

    /// <summary>Needs an <see cref="IInputSink"/>; <c>Func&lt;Pack&gt;</c> is optional and opens <c>/flows</c>.</summary>
    public static IServiceCollection AddLocalChat(this IServiceCollection services, Action<LocalChatOptions>? configure = null)
    {
        services.AddOptions<LocalChatOptions>().Configure(configure ?? (_ => { }));
        services.TryAddSingleton<IClock>(SystemClock.Instance);
        services.TryAddSingleton<ILocalChatLog, MemoryLocalChatLog>();
        services.AddSingleton<LocalChatFeed>();
        services.AddSingleton<LocalChatStream>();
        services.AddSingleton<LocalChatReceiver>();
        services.AddSingleton<ISender, LocalChatSender>();
        services.AddSingleton<IModerators, LocalModerators>();
        return services;
    }

    public static IEndpointRouteBuilder MapLocalChat(this IEndpointRouteBuilder endpoints)
    {
        var chat = endpoints.MapGroup("").AddEndpointFilter(new LocalChatDoor(
            endpoints.ServiceProvider.GetRequiredService<IOptions<LocalChatOptions>>()));
        chat.MapGet("/", (HttpRequest request) => PageAsset.Serve("index.html", request));
        chat.MapGet("/blank", (HttpRequest request) => PageAsset.Serve("blank.html", request));
        chat.MapGet("/assets/{name}", (string name, HttpRequest request) => PageAsset.Serve(name, request));
        chat.MapGet("/chat/people", PeopleAsync);
        chat.MapGet("/chat/{people}/events", Events);
        chat.MapPost("/chat/{person}/inputs", PostAsync);
        chat.MapGet("/chat/{person}/documents/{line}", DocumentAsync);
        chat.MapFlowBrowser();
        return endpoints;
    }

    private static async Task<IResult> PeopleAsync(ILocalChatLog log, LocalChatFeed feed, CancellationToken cancellationToken)
    {
        var logged = await log.AddressesAsync(cancellationToken);
        IReadOnlyList<string> people =
        [
            .. logged.Concat(feed.Watched)
                .Where(address => address.Platform == LocalPerson.Platform && LocalPerson.TryAddress(address.Local, out _))
                .Select(address => address.Local)
                .Append(LocalPerson.Default)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];
        return TypedResults.Json(people, LocalChatJson.Default.IReadOnlyListString);
    }

    /// <summary>One stream for everybody on the page and their groups (<c>ann,bob,~circle</c>): a browser opens only six connections to one host.</summary>
    private static IResult Events(
        string people, string? after, HttpRequest request, LocalChatStream stream, IHostApplicationLifetime lifetime, CancellationToken aborted)
    {
        var addresses = ImmutableArray.CreateBuilder<Address>();
        foreach (var name in people.Split(',').Distinct(StringComparer.Ordinal))
        {
            if (!LocalGroup.TryPlace(name, out var address) || addresses.Count == LocalPerson.MaxAtOnce)
            {
                return Refused(StatusCodes.Status400BadRequest, "person", "A name has 1 to 24 of a-z, 0-9 and hyphen; at most 6 people at once.");
            }

            addresses.Add(address);
        }

        // The stream must not hold up a shutdown.
        var ended = CancellationTokenSource.CreateLinkedTokenSource(aborted, lifetime.ApplicationStopping);
        request.HttpContext.Response.RegisterForDispose(ended);
        var lastSeen = request.Headers["Last-Event-ID"].ToString();
        return TypedResults.ServerSentEvents(stream.OpenAsync(addresses.ToImmutable(), lastSeen.Length > 0 ? lastSeen : after, ended.Token));
    }

    private static async Task<IResult> PostAsync(string person, HttpRequest request, LocalChatReceiver receiver, CancellationToken cancellationToken)
    {
        if (!request.HasJsonContentType())
        {
            return Refused(StatusCodes.Status415UnsupportedMediaType, "rubbish", "Please post JSON.");
        }

        var (posted, fault) = await ReadAsync(request, cancellationToken);
        if (posted is null || fault == StatusCodes.Status413PayloadTooLarge)
        {
            return fault == StatusCodes.Status413PayloadTooLarge
                ? Refused(fault, "too-large", "That is more than I can take in at once. Could you send it in smaller pieces?")
                : Refused(StatusCodes.Status400BadRequest, "rubbish", "I could not read that.");
        }

        var language = request.GetTypedHeaders().AcceptLanguage.OrderByDescending(tag => tag.Quality ?? 1).FirstOrDefault()?.Value.Value;
        if (LocalChatReceiver.Read(person, posted, language is "*" ? null : language) is not { } input)
        {
            return Refused(StatusCodes.Status400BadRequest, "rubbish", "I could not read that.");
        }

        return await receiver.AcceptAsync(input, posted.Text, cancellationToken) switch
        {
            Acceptance.TooMany => TooMany(request.HttpContext.Response),
            Acceptance.Unavailable => Refused(StatusCodes.Status503ServiceUnavailable, "unavailable", "I cannot save anything right now. Your message is kept here and will be tried again."),
            _ => TypedResults.Ok(),
        };
    }

    private static async Task<(PostedInput? Posted, int Fault)> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaxBody;
        }

        try
        {
            return (await request.ReadFromJsonAsync(LocalChatJson.Default.PostedInput, cancellationToken), 0);
        }
        catch (JsonException)
        {
            return (null, StatusCodes.Status400BadRequest);
        }
        catch (BadHttpRequestException e)
        {
            return (null, e.StatusCode);
        }
    }

    private static async Task<IResult> DocumentAsync(string person, string line, ILocalChatLog log, CancellationToken cancellationToken)
    {
        if (!LocalPerson.TryAddress(person, out var address)
            || await log.FindAsync(address, line, cancellationToken) is not { Document: { } document })
        {
            return Refused(StatusCodes.Status404NotFound, "gone", "That file is gone.");
        }

        // Always a download, never shown as a page of this host, whatever it claims to be.
        return TypedResults.File(Encoding.UTF8.GetBytes(document.Text), "application/octet-stream", document.FileName);
    }

    private static JsonHttpResult<Refusal> TooMany(HttpResponse response)
    {
        response.Headers.RetryAfter = "3";
        return Refused(StatusCodes.Status429TooManyRequests, "too-many", "That is a lot at once. I will take the rest in a moment.");
    }

    private static JsonHttpResult<Refusal> Refused(int status, string code, string message) =>
        TypedResults.Json(new Refusal(code, message), LocalChatJson.Default.Refusal, statusCode: status);
}
