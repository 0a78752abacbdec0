using System.Diagnostics.Metrics;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using ReflectionBot.Adapters.Discord.Wire;
using ReflectionBot.Adapters.Telegram.Wire;
using ReflectionBot.Hosting;

namespace ReflectionBot.Tests.Hosting;

public sealed class MetricsTests
{
    [Fact]
    public void What_has_too_many_tag_sets_is_still_counted_without_them()
    {
        using var services = new ServiceCollection().AddOperatorPages().BuildServiceProvider();
        using var provider = services.GetRequiredService<MeterProvider>();
        using var meter = new Meter("ReflectionBot.Test");
        var counter = meter.CreateCounter<long>("test.kinds");
        for (var kind = 0; kind < OperatorPages.MostTagSets + 100; kind++)
        {
            counter.Add(1, new KeyValuePair<string, object?>("kind", kind));
        }

        var lines = services.GetRequiredService<PrometheusText>().Scrape().Split('\n').Where(line => line.StartsWith("test_kinds_total{", StringComparison.Ordinal)).ToList();

        Assert.Equal(OperatorPages.MostTagSets + 100, lines.Sum(line => int.Parse(line.Split(' ')[^1])));
        Assert.InRange(lines.Count, OperatorPages.MostTagSets, OperatorPages.MostTagSets + 1);
        Assert.Single(lines, line => line.Contains("otel_metric_overflow", StringComparison.Ordinal));
    }

    /// <summary>The most that any of our instruments can have. A route of Discord that takes the HTTP method as a value is used with four of them at most.</summary>
    [Fact]
    public void Calls_by_method_and_outcome_fit()
    {
        var routes = typeof(Route).GetMethods(BindingFlags.Public | BindingFlags.Static).Where(method => method.ReturnType == typeof(Route)).ToList();
        var names = routes.Sum(route => route.GetParameters().Any(parameter => parameter.ParameterType == typeof(HttpMethod)) ? 4 : 1);
        var methods = typeof(BotApi).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Length;

        Assert.InRange(names * Outcomes(typeof(RestFailure)), 1, OperatorPages.MostTagSets);
        Assert.InRange(methods * Outcomes(typeof(ApiFailure)), 1, OperatorPages.MostTagSets);
    }

    private static int Outcomes(Type failure) => failure.GetNestedTypes().Count(type => type.IsSubclassOf(failure)) + 1;
}
