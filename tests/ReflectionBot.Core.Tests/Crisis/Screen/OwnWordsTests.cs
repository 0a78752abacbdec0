using ReflectionBot.Core.Crisis.Screen;
using ReflectionBot.Core.Flows;

namespace ReflectionBot.Core.Tests.Crisis.Screen;

/// <summary>What the bot itself offers to be said: typed instead of pressed, it goes through the screen like anything else.</summary>
public sealed class OwnWordsTests
{
    /// <summary>Where it fails for new content, the screen has to learn again: the last paragraphs of docs/decisions/0011 say how.</summary>
    [Theory]
    [InlineData("en")]
    [InlineData("es")]
    public void No_title_and_no_answer_that_is_offered_alarms_by_likeness_alone(string language)
    {
        var offered = ShippedContent.Pack.Flows.Values
            .SelectMany(flow => flow.Steps.Values.SelectMany(OptionsOf).Select(option => option.Label).Prepend(flow.Title))
            .Select(text => text.In(language))
            .Distinct(StringComparer.Ordinal)
            .ToList();

        var alarming = offered.Where(text => CrisisScreen.BuiltIn.Read(text).Rules is { IsEmpty: false } rules && rules.All(rule => rule.StartsWith("likeness.", StringComparison.Ordinal)));

        Assert.True(offered.Count > 200);
        Assert.Empty(alarming);
    }

    private static IEnumerable<FlowOption> OptionsOf(Step step) => step switch
    {
        ChooseStep choose => choose.Options,
        PickStep pick => pick.Options,
        ScaleStep scale => scale.Options,
        _ => [],
    };
}
