using System.Text.Json;
using ReflectionBot.Adapters.Telegram;
using ReflectionBot.Adapters.Telegram.Wire;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Tests.Telegram;

public sealed class UpdateReaderTests
{
    private const string Ann = """{"id":42,"is_bot":false,"first_name":"Ann","language_code":"es-MX"}""";
    private const string Private = """{"id":42,"type":"private","first_name":"Ann"}""";

    [Fact]
    public void A_text_keeps_its_words_its_sender_and_the_updates_id()
    {
        var input = Assert.IsType<TextInput>(Input($$"""{"message":{"message_id":1,"from":{{Ann}},"chat":{{Private}},"date":1,"text":"  I am <tired> 😀 "} }"""));

        Assert.Equal("telegram/77/1", input.Id);
        Assert.Equal("telegram:42", input.Address.Value);
        Assert.Equal("  I am <tired> 😀 ", input.Text);
        Assert.Equal("es-MX", input.ClientLanguage);
        Assert.False(input.Edited);
    }

    [Theory]
    [InlineData("/help", "help", "")]
    [InlineData("/HELP@reflection_test_bot", "help", "")]
    [InlineData("/start c3-start-small", "start", "c3-start-small")]
    [InlineData("/start help", "help", "")]
    [InlineData("/country\nNZ", "country", "NZ")]
    public void A_command_of_the_menu_is_a_command(string text, string command, string argument)
    {
        var input = Assert.IsType<CommandInput>(Input(Texted(text)));

        Assert.Equal((command, argument), (input.Command, input.Argument));
    }

    [Theory]
    [InlineData("/ayuda")]
    [InlineData("/sos now")]
    [InlineData("/he!p")]
    [InlineData("/")]
    [InlineData("help")]
    public void Everything_else_with_or_without_a_slash_is_left_to_the_engine(string text) =>
        Assert.Equal(text, Assert.IsType<TextInput>(Input(Texted(text))).Text);

    [Fact]
    public void An_edited_message_is_screened_and_answers_nothing()
    {
        var input = Assert.IsType<TextInput>(Input(Texted("again").Replace("\"message\"", "\"edited_message\"", StringComparison.Ordinal)));

        Assert.True(input.Edited);
        Assert.Equal("again", input.Words);
    }

    [Fact]
    public void The_words_of_an_edited_caption_are_screened_too()
    {
        var input = Assert.IsType<TextInput>(Input($$"""{"edited_message":{"message_id":1,"from":{{Ann}},"chat":{{Private}},"photo":[],"caption":"no more"} }"""));

        Assert.True(input.Edited);
        Assert.Equal("no more", input.Words);
    }

    [Theory]
    [InlineData("photo", "[{\"file_id\":\"x\"}]")]
    [InlineData("voice", "{\"file_id\":\"x\",\"duration\":3}")]
    [InlineData("sticker", "{}")]
    [InlineData("document", "{}")]
    [InlineData("video_note", "{}")]
    [InlineData("location", "{\"latitude\":1.5}")]
    [InlineData("live_photo", "{}")]
    public void What_is_not_a_text_comes_with_its_caption(string kind, string value)
    {
        var input = Assert.IsType<MediaInput>(Input($$"""{"message":{"message_id":1,"from":{{Ann}},"chat":{{Private}},"{{kind}}":{{value}},"caption":"look"} }"""));

        Assert.Equal("look", input.Words);
    }

    [Theory]
    [InlineData("poll", "{\"id\":\"1\",\"question\":\"Should I\",\"options\":[{\"text\":\"go on\",\"voter_count\":0},{\"text\":\"end it\"}],\"description\":\"tonight\"}", "Should I\ngo on\nend it\ntonight")]
    [InlineData("checklist", "{\"title\":\"before\",\"tasks\":[{\"id\":1,\"text\":\"the letter\"}]}", "before\nthe letter")]
    [InlineData("rich_message", "{\"blocks\":[{\"type\":\"paragraph\",\"text\":[\"I \",{\"text\":\"cannot\",\"type\":\"bold\"},\"go on\"]}]}", "I \ncannot\ngo on")]
    [InlineData("poll", "{}", "")]
    public void The_words_inside_are_read_too(string kind, string value, string words)
    {
        var input = Assert.IsType<MediaInput>(Input($$"""{"message":{"message_id":1,"from":{{Ann}},"chat":{{Private}},"{{kind}}":{{value}}} }"""));

        Assert.Equal(words, input.Words);
    }

    [Fact]
    public void Photos_that_came_together_are_one_input_apart_from_those_with_words()
    {
        static string Id(int message, string more) => Input($$"""{"message":{"message_id":{{message}},"from":{{Ann}},"chat":{{Private}},"photo":[],"media_group_id":"13"{{more}}} }""").Id;

        Assert.Equal("telegram/album/13", Id(1, ""));
        Assert.Equal("telegram/77", Id(2, ""","caption":"look" """));
        Assert.Equal("telegram/77", Input($$"""{"message":{"message_id":3,"from":{{Ann}},"chat":{{Private}},"photo":[]} }""").Id);
    }

    [Theory]
    [InlineData("g_round_-0100", "telegram:-100", null)]
    [InlineData("g_round_-100_007", "telegram:-100", "7")]
    [InlineData("g_round_-100\\u0000_7\\u0000", "telegram:-100", "7")]
    public void However_a_group_is_written_in_a_link_it_has_one_Address(string payload, string group, string? topic)
    {
        var called = Assert.IsType<GroupCommandInput>(Input(Texted($"/start {payload}")));

        Assert.Equal((group, topic), (called.Group.Value, called.Thread));
    }

    [Fact]
    public void A_pressed_button_brings_back_its_data()
    {
        var input = Assert.IsType<OptionInput>(Input($$"""{"callback_query":{"id":"9","from":{{Ann}},"chat_instance":"1","message":{"message_id":5,"date":0,"chat":{{Private}}},"data":"3.heavy"} }"""));

        Assert.Equal("3.heavy", Assert.Single(input.OptionIds));
        Assert.Equal("telegram:42", input.Address.Value);
    }

    [Theory]
    [InlineData("""{"callback_query":{"id":"9","from":{"id":666,"is_bot":false},"message":{"message_id":5,"chat":{"id":42,"type":"private"}},"data":"3.heavy"}}""")]
    [InlineData("""{"callback_query":{"id":"9","from":{"id":42,"is_bot":false},"data":"3.heavy"}}""")]
    [InlineData("""{"callback_query":{"id":"9","from":{"id":42,"is_bot":false},"message":{"message_id":5,"chat":{"id":-7,"type":"group"}},"data":"3.heavy"}}""")]
    [InlineData("""{"callback_query":{"id":"9","from":{"id":42,"is_bot":false},"message":{"message_id":5,"chat":{"id":42,"type":"private"}},"data":""}}""")]
    [InlineData("""{"callback_query":{"id":"9","from":{"id":42,"is_bot":false},"message":{"message_id":5,"chat":{"id":42,"type":"private"}},"data":"."}}""")]
    [InlineData("""{"message":{"message_id":1,"from":{"id":42,"is_bot":true},"chat":{"id":42,"type":"private"},"text":"beep"}}""")]
    [InlineData("""{"message":{"message_id":1,"from":{"id":42,"is_bot":false},"chat":{"id":42,"type":"private"},"pinned_message":{}}}""")]
    [InlineData("""{"message":{"message_id":1,"chat":{"id":-1,"type":"channel"},"text":"/help"}}""")]
    [InlineData("""{"message":{"message_id":1,"from":{"id":42,"is_bot":false},"chat":{"id":-1,"type":"group"},"text":"we talk"}}""")]
    [InlineData("""{"message":{"message_id":1,"from":{"id":42,"is_bot":false},"chat":{"id":-1,"type":"group"},"text":"/help@another_bot"}}""")]
    [InlineData("""{"message":{"message_id":1,"from":{"id":777000,"is_bot":false},"sender_chat":{"id":-1002,"type":"channel"},"chat":{"id":-1,"type":"supergroup"},"text":"/round"}}""")]
    [InlineData("""{"message":{"message_id":1,"from":{"id":777000,"is_bot":false},"sender_chat":{"id":-1002,"type":"channel"},"chat":{"id":-1,"type":"supergroup"},"text":"/help"}}""")]
    [InlineData("""{"some_kind_of_2029":{"a":[1,{}]}}""")]
    [InlineData("""{"subscription":{"user":{"id":1}},"unknown":null}""")]
    public void What_is_forged_not_addressed_to_the_bot_or_unknown_moves_nothing(string body) => Assert.IsType<Reading.Nothing>(Read(body));

    [Fact]
    public void A_command_in_a_group_is_known_by_the_bots_name()
    {
        var called = Assert.IsType<Reading.InGroup>(Read("""{"message":{"message_id":1,"from":{"id":42,"is_bot":false,"language_code":"es"},"chat":{"id":-1,"type":"supergroup"},"text":"/help@Reflection_Test_Bot"}}"""));

        Assert.Equal((-1, "help", "es"), (called.ChatId, called.Command, called.Language));
    }

    [Fact]
    public void A_group_that_became_a_supergroup_says_where_it_lives_now()
    {
        var moved = Assert.IsType<MovedInput>(Input("""{"message":{"message_id":1,"from":{"id":42,"is_bot":false},"chat":{"id":-1,"type":"group"},"migrate_to_chat_id":-1001}}"""));

        Assert.Equal(("telegram:-1", "telegram:-1001"), (moved.Address.Value, moved.To.Value));
    }

    [Theory]
    [InlineData("help \\ud83d me", "help \ufffd me")]
    [InlineData("\\ude00 \\n a\\\\b \\u0000", "\ufffd \n a\\b \0")]
    [InlineData("\\ud83d\\ude00 fine \\ud83d", "😀 fine \ufffd")]
    public void Half_a_surrogate_pair_does_not_cost_the_message(string escaped, string read) =>
        Assert.Equal(read, Assert.IsType<TextInput>(Input(Texted("#").Replace("#", escaped, StringComparison.Ordinal))).Text);

    private static string Texted(string text) => $$"""{"message":{"message_id":1,"from":{{Ann}},"chat":{{Private}},"date":1,"text":"{{text.Replace("\n", "\\n", StringComparison.Ordinal)}}"} }""";

    private static Input Input(string body) => Assert.IsType<Reading.ForBot>(Read(body)).Input;

    private static Reading Read(string body) =>
        UpdateReader.Read(JsonSerializer.Deserialize($"{{\"update_id\":77,{body[1..]}", BotApiJson.Wire.Update)!, "reflection_test_bot");
}
