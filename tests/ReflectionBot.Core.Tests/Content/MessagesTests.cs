using ReflectionBot.Core.Content;

namespace ReflectionBot.Core.Tests.Content;

public sealed class MessagesTests
{
    [Fact]
    public void A_message_that_is_not_translated_is_said_in_English()
    {
        var compilation = PackCompiler.Compile(SamplePack.With(("messages/es.yaml", "texts:\n  help: {first: La ayuda está aquí.}")));

        Assert.Equal(["RB0064"], compilation.Problems.Select(problem => problem.Code));
        Assert.Equal("Hello, Ann.", compilation.Pack!.In("es").Text("greeting", ("name", "Ann")));
        Assert.Equal("La ayuda está aquí.", compilation.Pack.In("es").Text("help.first"));
    }

    [Theory]
    [InlineData("en", "help")]
    [InlineData("en", "sos")]
    [InlineData("en", "socorro")]
    [InlineData("es", "help")]
    [InlineData("es", "ayuda")]
    public void A_word_for_help_opens_help_in_every_language(string language, string word) =>
        Assert.Equal(Commands.Help, PackCompiler.Compile(SamplePack.With()).Pack!.In(language).CommandWords[word]);

    [Fact]
    public void A_language_keeps_its_own_meaning_of_a_word_that_is_another_command_in_English()
    {
        var pack = PackCompiler.Compile(SamplePack.With(("messages/es.yaml", "commands:\n  help: ayuda\n  country: [país, Stop]"))).Pack!;

        Assert.Equal(Commands.Country, pack.In("es").CommandWords["stop"]);
        Assert.Equal(Commands.Stop, pack.In("en").CommandWords["stop"]);
    }

    [Fact]
    public void A_third_language_is_one_more_file()
    {
        var french = SamplePack.With().Single(file => file.Path == "messages/es.yaml").Text
            .Replace("language: es", "language: fr", StringComparison.Ordinal)
            .Replace("name: Español", "name: Français", StringComparison.Ordinal);

        var compilation = PackCompiler.Compile(SamplePack.With(("messages/fr.yaml", french)));

        Assert.Empty(compilation.Problems);
        Assert.Equal("Français", compilation.Pack!.In("fr").Name);
    }

    [Fact]
    public void Help_without_its_surest_words_is_refused()
    {
        var compilation = PackCompiler.Compile(SamplePack.With(("messages/en.yaml", "commands:\n  help: [assistance]")));

        Assert.Equal(["'help' does not belong to the command 'help'.", "'sos' does not belong to the command 'help'."], compilation.Problems.Select(problem => problem.Rule));
    }
}
