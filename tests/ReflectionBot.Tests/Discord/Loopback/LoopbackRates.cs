using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace ReflectionBot.Tests.Discord.Loopback;

/// <summary>Windows per bucket and major parameter, and a sliding second for all but interactions.</summary>
internal sealed class LoopbackRates
{
    private const int Global = 50;
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (int Count, long Began)> _windows = [];
    private readonly Queue<long> _all = new();

    /// <summary>How many times what is allowed; more where people press and write faster than people do.</summary>
    public int Generosity { get; set; } = 1;

    /// <summary>The clock of the limits: a test that lets time pass for the bot lets it pass here too.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <returns>Seconds to wait and whether everything must; null when it may go. Writes the headers.</returns>
    public (double Seconds, bool Everywhere)? Count(string route, string major, bool ofInteraction, HttpResponse response)
    {
        lock (_gate)
        {
            var now = Time.GetTimestamp();
            if (!ofInteraction)
            {
                while (_all.TryPeek(out var first) && Time.GetElapsedTime(first, now) >= _second)
                {
                    _all.Dequeue();
                }

                if (_all.Count >= Global * Generosity)
                {
                    return ((_second - Time.GetElapsedTime(_all.Peek(), now)).TotalSeconds, true);
                }

                _all.Enqueue(now);
            }

            var (bucket, limit, span) = BucketOf(route);
            limit *= Generosity;
            var key = $"{bucket}/{major}";
            if (!_windows.TryGetValue(key, out var window) || Time.GetElapsedTime(window.Began, now) >= span)
            {
                window = (0, now);
            }

            var left = (span - Time.GetElapsedTime(window.Began, now)).TotalSeconds;
            response.Headers["X-RateLimit-Bucket"] = bucket;
            response.Headers["X-RateLimit-Limit"] = $"{limit}";
            response.Headers["X-RateLimit-Reset-After"] = left.ToString("F3", CultureInfo.InvariantCulture);
            if (window.Count >= limit)
            {
                response.Headers["X-RateLimit-Remaining"] = "0";
                return (left, false);
            }

            _windows[key] = (window.Count + 1, window.Began);
            response.Headers["X-RateLimit-Remaining"] = $"{limit - window.Count - 1}";
            return null;
        }
    }

    private static (string Bucket, int Limit, TimeSpan Span) BucketOf(string route) => route switch
    {
        "POST channels/{}/messages" => ("b-create", 5, TimeSpan.FromSeconds(5)),
        "PATCH channels/{}/messages/{}" => ("b-edit", 5, TimeSpan.FromSeconds(5)),
        "DELETE channels/{}/messages/{}" => ("b-delete", 5, TimeSpan.FromSeconds(1)),
        _ when route.Contains("webhooks", StringComparison.Ordinal) => ("b-webhook", 5, TimeSpan.FromSeconds(2)),
        _ => ($"b-{route.Length}", 10, TimeSpan.FromSeconds(2)),
    };
}
