using ReflectionBot.Core.Crisis.Cards;

namespace ReflectionBot.Core.Tests.Crisis;

public class CardLengthTests(ITestOutputHelper output)
{
    [Fact]
    public void No_card_is_longer_than_seven_hundred_characters()
    {
        var (count, longest) = (0, 0);
        foreach (var (subject, country, language, discreet, card) in EveryCard.All())
        {
            count++;
            longest = Math.Max(longest, card.Text.Length);
            Assert.True(card.Text.Length <= CardWriter.MaxLength, $"{subject.Code} {country} {language} {discreet}: {card.Text.Length}\n{card.Text}");
        }

        output.WriteLine($"{count} Cards, the longest has {longest} characters");
        Assert.True(count > 30_000);
    }

    [Fact]
    public void No_card_is_longer_than_seven_hundred_characters_while_storage_is_down()
    {
        var count = 0;
        foreach (var subject in EveryCard.Subjects())
        {
            foreach (var country in EveryCard.Countries)
            {
                foreach (var language in EveryCard.Languages)
                {
                    count++;
                    var card = EveryCard.Writer.Card(subject, country, language, storageDown: true);
                    Assert.True(card.Text.Length <= CardWriter.MaxLength, $"{subject.Code} {country} {language}: {card.Text.Length}\n{card.Text}");
                }
            }
        }

        output.WriteLine($"{count} Cards");
    }

    [Fact]
    public void No_page_of_more_ways_and_no_question_is_longer_either()
    {
        var pages = 0;
        foreach (var subject in EveryCard.Subjects())
        {
            foreach (var language in EveryCard.Languages)
            {
                Assert.InRange(EveryCard.Writer.Gentle(subject, language).Text.Length, 1, CardWriter.MaxLength);
                foreach (var country in EveryCard.Countries)
                {
                    for (var page = 0; page < 6; page++, pages++)
                    {
                        var more = EveryCard.Writer.More(subject, country, language, page);
                        Assert.InRange(more.Text.Length, 1, CardWriter.MaxLength);
                    }

                    Assert.Equal(2, EveryCard.Writer.Repeat(subject, country, language).Text.Split('\n').Length);
                }
            }
        }

        output.WriteLine($"{pages} pages");
    }
}
