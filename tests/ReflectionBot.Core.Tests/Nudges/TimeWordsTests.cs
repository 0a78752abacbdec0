using NodaTime;
using ReflectionBot.Core.Nudges;

namespace ReflectionBot.Core.Tests.Nudges;

public sealed class TimeWordsTests
{
    [Theory]
    [InlineData("8:30", 8, 30)]
    [InlineData("08.30", 8, 30)]
    [InlineData("830", 8, 30)]
    [InlineData("2015", 20, 15)]
    [InlineData("8", 8, 0)]
    [InlineData("7 pm", 19, 0)]
    [InlineData("7:05 p.m.", 19, 5)]
    [InlineData("12am", 0, 0)]
    [InlineData("12 PM", 12, 0)]
    [InlineData("20h15", 20, 15)]
    [InlineData("20h", 20, 0)]
    [InlineData("24:00", 0, 0)]
    [InlineData("0:00", 0, 0)]
    public void A_time_is_read_the_way_people_write_it(string text, int hour, int minute)
    {
        Assert.True(TimeWords.TryParse(text, out var time));
        Assert.Equal(new LocalTime(hour, minute), time);
    }

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("25:00")]
    [InlineData("8:60")]
    [InlineData("8:3")]
    [InlineData("13 pm")]
    [InlineData("0 am")]
    [InlineData("24:30")]
    [InlineData("-8")]
    [InlineData("8:30:15")]
    public void What_is_no_time_is_not_guessed_at(string text) => Assert.False(TimeWords.TryParse(text, out _));

    [Theory]
    [InlineData("22:00-7:00")]
    [InlineData("22 – 7")]
    [InlineData("10 pm to 7 am")]
    public void A_span_is_two_times(string text)
    {
        Assert.True(TimeWords.TryParseSpan(text, out var hours));
        Assert.Equal(new HoursOfDay(new LocalTime(22, 0), new LocalTime(7, 0)), hours);
    }
}
