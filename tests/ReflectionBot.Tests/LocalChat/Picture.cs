namespace ReflectionBot.Tests.LocalChat;

/// <summary>
/// Takes pictures of the page. <c>REFLECTIONBOT_PICTURES</c> names a folder to write them to; without it they are taken
/// all the same, so that the scenes stay possible.
/// </summary>
internal static class Picture
{
    public static async Task SaveAsync(Tab tab, string name)
    {
        Assert.False(await tab.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth > innerWidth"), "the page scrolls sideways");
        var folder = Environment.GetEnvironmentVariable("REFLECTIONBOT_PICTURES");
        var path = string.IsNullOrEmpty(folder) ? null : Path.Combine(folder, $"{name}.png");
        Assert.NotEmpty(await tab.Page.ScreenshotAsync(new() { Path = path }));
    }
}
