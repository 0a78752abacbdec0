using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;
using ReflectionBot.Hosting;

namespace ReflectionBot.Tests.Hosting;

public sealed class SettingsReaderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rb-settings-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Without_any_setting_the_bot_listens_on_this_machine_only_and_shows_the_local_chat()
    {
        var settings = Read(out var faults);

        Assert.Empty(faults);
        Assert.Equal(new Uri(SettingsCatalog.DefaultHttpUrl), settings!.HttpUrl);
        Assert.True(settings.IsLoopbackOnly);
        Assert.True(settings.LocalChat);
        Assert.False(settings.LocalChatAllowRemote);
    }

    [Fact]
    public void Every_fault_is_listed_with_key_rule_and_value()
    {
        var settings = Read(
            out var faults,
            ("Http:Url", "here"),
            ("LocalChat:Enabled", "maybe"),
            ("Storage:Provider", "oracle"),
            ("Telegram:Token", "123:abc"),
            ("Telegram:Receive", "webhook"),
            ("Discord:ShardCount", "0"),
            ("Content:Path", "no/such/folder"));

        Assert.Null(settings);
        Assert.Equal(
            ["Content:Path", "Discord:ShardCount", "Http:Url", "LocalChat:Enabled", "Storage:Provider", "Telegram:WebhookSecret", "Telegram:WebhookUrl"],
            faults.Select(fault => fault.Key));
        Assert.Contains("given \"here\"", Line(faults, "Http:Url"), StringComparison.Ordinal);
        Assert.Contains("from 1 to 16384; given \"0\"", Line(faults, "Discord:ShardCount"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_mistyped_key_is_a_fault_and_its_value_is_not_shown()
    {
        Read(out var faults, ("Telegram:Tokne", "123:secret"));

        Assert.Equal("Telegram:Tokne: is not a setting; did you mean Telegram:Token?", Assert.Single(faults).ToString());
    }

    [Fact]
    public void A_secret_is_never_shown()
    {
        Read(out var faults, ("Telegram:Token", "secret"), ("Telegram:WebhookSecret", "sécret"), ("Storage:ConnectionString", "sécret"));

        Assert.Equal(3, faults.Length);
        Assert.DoesNotContain("cret\"", string.Join('\n', faults), StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_can_come_from_a_file()
    {
        var file = Path.Combine(_folder.FullName, "url");
        File.WriteAllText(file, "http://127.0.0.1:6000\n");

        var settings = Read(out var faults, ("Http:UrlFile", file));

        Assert.Empty(faults);
        Assert.Equal(6000, settings!.HttpUrl.Port);
    }

    [Fact]
    public void A_file_that_cannot_be_read_or_is_empty_is_a_fault()
    {
        var empty = Path.Combine(_folder.FullName, "empty");
        File.WriteAllText(empty, " \n");

        Read(out var faults, ("Http:UrlFile", Path.Combine(_folder.FullName, "missing")), ("LocalChat:EnabledFile", empty));

        Assert.Equal(["Http:UrlFile", "LocalChat:EnabledFile"], faults.Select(fault => fault.Key));
    }

    [Fact]
    public void A_value_given_directly_and_by_file_is_a_fault()
    {
        var file = Path.Combine(_folder.FullName, "url");
        File.WriteAllText(file, "http://127.0.0.1:6000");

        Read(out var faults, ("Http:Url", "http://127.0.0.1:6001"), ("Http:UrlFile", file));

        Assert.Contains("given twice", Assert.Single(faults).Rule, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("SQLite")]
    public void The_provider_may_be_written_in_capitals(string provider)
    {
        var settings = Read(out var faults, ("Storage:Provider", provider), ("Discord:Token", "abc.def.ghi"));

        Assert.Empty(faults);
        Assert.NotNull(settings!.Discord!.SessionFile);
    }

    [Theory]
    [InlineData("postgres", "Data Source=bot.db")]
    [InlineData("oracle", "Data Source=:memory:")]
    public void A_provider_that_there_is_not_is_the_only_fault_of_the_storage(string provider, string connectionString)
    {
        Assert.Null(Read(out var faults, ("Storage:Provider", provider), ("Storage:ConnectionString", connectionString)));

        Assert.Equal($"Storage:Provider: must be sqlite (postgres is not part of this version); given \"{provider}\"", Assert.Single(faults).ToString());
    }

    [Fact]
    public void The_key_file_is_a_path_and_not_read_as_a_value()
    {
        Read(out var faults, ("Storage:KeyFile", Path.Combine(_folder.FullName, "not-there-yet.key")));

        Assert.Empty(faults);
    }

    [Fact]
    public void A_token_brings_its_platform_and_takes_the_page_away_unless_it_is_wanted()
    {
        var settings = Read(out var faults, ("Telegram:Token", "123:abc"));

        Assert.Empty(faults);
        Assert.Equal("123:abc", settings!.Telegram!.Token);
        Assert.False(settings.LocalChat);
        Assert.True(Read(out _, ("Telegram:Token", "123:abc"), ("LocalChat:Enabled", "true"))!.LocalChat);
    }

    [Fact]
    public void A_token_of_the_wrong_shape_is_a_fault_and_not_shown()
    {
        Read(out var faults, ("Telegram:Token", "sesquipedalian"));

        Assert.Equal("Telegram:Token", Assert.Single(faults).Key);
        Assert.DoesNotContain("sesquipedalian", faults[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_of_Discord_brings_Discord_and_keeps_its_sessions_beside_the_database()
    {
        var settings = Read(out var faults, ("Discord:Token", "abc.def.ghi"), ("Storage:ConnectionString", "Data Source=kept/bot.db"));

        Assert.Empty(faults);
        Assert.Equal("abc.def.ghi", settings!.Discord!.Token);
        Assert.EndsWith(Path.Combine("kept", "discord-sessions.json"), settings.Discord.SessionFile, StringComparison.Ordinal);
        Assert.False(settings.LocalChat);
    }

    [Theory]
    [InlineData("sesquipedalian")]
    [InlineData("Bot abc.def.ghi")]
    public void A_token_of_Discord_of_the_wrong_shape_is_a_fault_and_not_shown(string token)
    {
        Read(out var faults, ("Discord:Token", token));

        Assert.Equal("Discord:Token", Assert.Single(faults).Key);
        Assert.DoesNotContain(token, faults[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Secrets_mounted_as_files_are_settings_and_the_command_line_wins()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "Http__Url"), "http://127.0.0.1:6002\n");

        Assert.Equal("http://127.0.0.1:6002", BotConfiguration.Load([], _folder.FullName)["Http:Url"]?.Trim());
        Assert.Equal("http://127.0.0.1:6003", BotConfiguration.Load(["--Http:Url=http://127.0.0.1:6003"], _folder.FullName)["Http:Url"]);
    }

    [Theory]
    [InlineData("http://127.0.0.1:5080", true)]
    [InlineData("http://[::1]:5080", true)]
    [InlineData("http://0.0.0.0:8080", true)]
    [InlineData("http://127.0.0.1:0", true)]
    [InlineData("http://localhost:5080", true)]
    [InlineData("https://127.0.0.1:5080", false)]
    [InlineData("http://127.0.0.1:5080/chat", false)]
    [InlineData("http://example.org:5080", false)]
    [InlineData("5080", false)]
    public void The_address_to_listen_on_is_http_without_a_path(string url, bool accepted)
    {
        Read(out var faults, ("Http:Url", url));

        Assert.Equal(accepted, faults.IsEmpty);
    }

    [Fact]
    public void Every_setting_accepts_its_own_default_where_it_is_a_value() =>
        Assert.All(
            SettingsCatalog.All.Where(setting => setting.Default is { } value && !value.Contains(' ', StringComparison.Ordinal)),
            setting => Assert.True(setting.Accepts(setting.Default!), setting.Key));

    private static BotSettings? Read(out ImmutableArray<ConfigurationFault> faults, params (string Key, string Value)[] given) =>
        SettingsReader.Read(
            new ConfigurationBuilder().AddInMemoryCollection(given.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value))).Build(),
            out faults);

    private static string Line(ImmutableArray<ConfigurationFault> faults, string key) => faults.Single(fault => fault.Key == key).ToString();
}
