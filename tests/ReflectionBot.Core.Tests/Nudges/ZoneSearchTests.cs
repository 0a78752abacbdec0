using ReflectionBot.Core.Nudges;

namespace ReflectionBot.Core.Tests.Nudges;

public sealed class ZoneSearchTests
{
    [Theory]
    [InlineData("Berlin", "Europe/Berlin")]
    [InlineData("new york", "America/New_York")]
    [InlineData("BOGOTÁ", "America/Bogota")]
    [InlineData("Europe/Madrid", "Europe/Madrid")]
    [InlineData("auck", "Pacific/Auckland")]
    [InlineData("utc", "Etc/UTC")]
    public void A_city_is_found_first(string text, string zone) => Assert.Equal(zone, ZoneSearch.Find(text)[0].Id);

    [Fact]
    public void A_country_offers_its_zones_to_choose_from() =>
        Assert.InRange(ZoneSearch.Find("Australia").Length, 2, ZoneSearch.MaxMatches);

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("qwertyuiop")]
    public void What_is_not_known_is_not_guessed_at(string text) => Assert.Empty(ZoneSearch.Find(text));
}
