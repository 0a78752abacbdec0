using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ReflectionBot.Core.Content;
using ReflectionBot.Core.Flows;

namespace ReflectionBot.Adapters.LocalChat;

/// <summary>
/// The content as its author wants to see it: every flow with its steps, texts and turnings, in each language. Read-only;
/// an open page loads itself again when the Pack has changed.
/// </summary>
internal static class FlowBrowser
{
    public static void MapFlowBrowser(this IEndpointRouteBuilder chat)
    {
        chat.MapGet("/flows", (HttpContext context) => Page(context, All));
        chat.MapGet("/flows/revision", (HttpContext context) => PackOf(context) is { } pack ? Results.Text(pack.Revision) : Results.NotFound());
        chat.MapGet("/flows/{id}", (string id, string? lang, HttpContext context) => Page(context, pack =>
            pack.Flows.TryGetValue(id, out var flow) ? One(pack, flow, lang is not null && flow.Languages.Contains(lang) ? lang : flow.Languages[0]) : null));
    }

    private static Pack? PackOf(HttpContext context) => context.RequestServices.GetService<Func<Pack>>()?.Invoke();

    private static IResult Page(HttpContext context, Func<Pack, Markup?> body)
    {
        if (PackOf(context) is not { } pack || body(pack) is not { } content)
        {
            return Results.NotFound();
        }

        var page = Markup.Of(
            $"""
            <!doctype html>
            <html lang="en" data-revision="{pack.Revision}">
            <head>
              <meta charset="utf-8">
              <title>Content</title>
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <meta name="color-scheme" content="light dark">
              <link rel="icon" href="/assets/mark.svg" type="image/svg+xml">
              <link rel="stylesheet" href="/assets/design.css">
              <link rel="stylesheet" href="/assets/flows.css">
              <script type="module" src="/assets/flows.js"></script>
            </head>
            <body>
            {content}
            </body>
            </html>
            """);
        return Results.Text(page.Html, "text/html", Encoding.UTF8);
    }

    private static Markup? All(Pack pack)
    {
        var order = pack.FlowOrder.Concat(pack.Flows.Keys.Order(StringComparer.Ordinal)).Distinct(StringComparer.Ordinal);
        return Markup.Of(
            $"""
            <header class="top"><a href="/">Chat</a></header>
            <main>
              <h1>What the bot can talk about</h1>
              <p class="about">{pack.Flows.Count} flows, {pack.Languages.Count} languages, revision <code>{Short(pack.Revision)}</code>. Saving a file in the content folder shows here at once.</p>
              <ul class="flows">{order.Where(pack.Flows.ContainsKey).Select(id => Entry(pack.Flows[id]))}</ul>
            </main>
            """);
    }

    private static Markup Entry(Flow flow) => Markup.Of(
        $"""
        <li><a href="/flows/{flow.Id}"><b>{flow.Title.In("en")}</b><span>{flow.About.In("en")}</span></a>{Facts(flow)}</li>
        """);

    private static Markup One(Pack pack, Flow flow, string language)
    {
        var steps = flow.Order.Where(flow.Steps.ContainsKey).Select(id => flow.Steps[id]).ToList();
        var view = new StepView(pack, flow, language);
        return Markup.Of(
            $"""
            <header class="top"><a href="/">Chat</a><a href="/flows">All flows</a><nav aria-label="Language">{flow.Languages.Select(tag => LanguageLink(flow, tag, tag == language))}</nav></header>
            <main lang="{language}">
              <h1>{flow.Title.In(language)}</h1>
              <p class="about">{flow.About.In(language)}</p>
              {Facts(flow)}
              <ol class="steps">{steps.Select(step => view.Show(step, isStart: step.Id == flow.Start))}</ol>
            </main>
            """);
    }

    private static Markup LanguageLink(Flow flow, string language, bool current) => current
        ? Markup.Of($"""<b aria-current="true">{language}</b>""")
        : Markup.Of($"""<a href="/flows/{flow.Id}?lang={language}">{language}</a>""");

    private static Markup Facts(Flow flow)
    {
        var facts = new List<string> { flow.Theme, $"{flow.Minutes} min", $"{flow.Steps.Count} steps", string.Join(" · ", flow.Languages) };
        facts.AddRange(new[]
        {
            (flow.Gated, "safety gate"), (flow.SafeAfterCard, "safe after a card"), (!flow.Listed, "only called from others"),
        }.Where(fact => fact.Item1).Select(fact => fact.Item2));
        return Markup.Of($"""<p class="facts">{facts.Select(fact => Markup.Of($"<span>{fact}</span>"))} <code>{flow.Id}</code></p>""");
    }

    private static string Short(string revision) => revision[..Math.Min(12, revision.Length)];
}
