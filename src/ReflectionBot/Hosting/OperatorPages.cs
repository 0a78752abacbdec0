using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using Quartz.Diagnostics;

namespace ReflectionBot.Hosting;

/// <summary>
/// What an operator's tools read: <c>/healthz</c> (the process answers), <c>/readyz</c> (storage, content and outbox
/// work), <c>/metrics</c>. None of them holds an Address or a word.
/// </summary>
public static class OperatorPages
{
    /// <summary>Health checks with this tag decide about <c>/readyz</c>.</summary>
    public const string Ready = "ready";

    /// <summary>Every meter of this program begins with this name.</summary>
    public const string OwnMeters = "ReflectionBot*";

    /// <summary>
    /// For each instrument so many are set aside at the start, by the library's default 2,000: 8 MB. Ours need a tenth of it (calls by method and
    /// outcome); what goes beyond is still counted, under <c>otel_metric_overflow</c>.
    /// </summary>
    public const int MostTagSets = 256;

    /// <summary>The library's own buckets are made for milliseconds; durations here are in seconds.</summary>
    private static readonly double[] SecondBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    public static IServiceCollection AddOperatorPages(this IServiceCollection services)
    {
        services.AddHealthChecks();
        services.AddSingleton<PrometheusText>();
        services.AddSingleton(provider => Sdk.CreateMeterProviderBuilder()
            .AddMeter(OwnMeters, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime", QuartzInstrumentation.MeterName)
            .AddView(static instrument => IsDuration(instrument)
                ? new ExplicitBucketHistogramConfiguration { Boundaries = SecondBuckets, CardinalityLimit = MostTagSets }
                : new MetricStreamConfiguration { CardinalityLimit = MostTagSets })
            .AddReader(new BaseExportingMetricReader(provider.GetRequiredService<PrometheusText>()))
            .Build());
        return services;
    }

    public static IEndpointRouteBuilder MapOperatorPages(this IEndpointRouteBuilder endpoints)
    {
        // The provider listens from its first use on: now, so that nothing of the start is missed.
        _ = endpoints.ServiceProvider.GetRequiredService<MeterProvider>();

        endpoints.MapHealthChecks("/healthz", new HealthCheckOptions { Predicate = static _ => false, ResponseWriter = WriteAsync });
        endpoints.MapHealthChecks("/readyz", new HealthCheckOptions { Predicate = static check => check.Tags.Contains(Ready), ResponseWriter = WriteAsync });
        endpoints.MapGet("/metrics", (PrometheusText metrics) => Results.Text(metrics.Scrape(), PrometheusText.ContentType));
        return endpoints;
    }

    private static bool IsDuration(Instrument instrument) =>
        instrument.Unit == "s" && instrument.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(Histogram<>);

    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        var lines = report.Entries.Select(entry => $"{entry.Key}: {entry.Value.Status} {entry.Value.Description}".TrimEnd());
        return context.Response.WriteAsync(string.Join('\n', lines.Prepend(report.Status.ToString())) + "\n", context.RequestAborted);
    }
}
