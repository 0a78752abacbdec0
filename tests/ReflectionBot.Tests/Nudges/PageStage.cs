using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using ReflectionBot.Adapters.LocalChat;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Scheduling;
using ReflectionBot.Storage;
using ReflectionBot.Tests.LocalChat;
using ReflectionBot.Tests.Outbox;
using ReflectionBot.Tests.Telegram;
using ReflectionBot.Tests.Turns;

namespace ReflectionBot.Tests.Nudges;

/// <summary>The page of the local chat in a real browser, with the whole bot behind it.</summary>
internal sealed class PageStage(RealBot bot, TestDate date, string database, Func<Task<Tab>> open) : IChatStage
{
    private static readonly Address Me = Address.Of("local", "me");

    private Tab _tab = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async Task BeginAsync(Instant now)
    {
        date.Now = now;
        var turns = bot.Services.GetRequiredService<ITurnStore>();
        var conversation = new Conversation(Me) { Consent = new Consent("1", now) };
        var basis = await turns.LoadAsync(Me, "setup", Token);
        await turns.CommitAsync(new TurnCommit(basis, "setup", now) { State = ConversationJson.Write(conversation) }, Token);
        _tab = await open();
    }

    public Task WriteAsync(string text) => ActAsync(() => _tab.SayAsync(text));

    public Task PressAsync(string label) => ActAsync(() => _tab.Answer(label).Last.ClickAsync());

    public async Task PassAsync(Duration span)
    {
        var until = date.Now + span;
        while ((await ReadAsync()).WakesAt is { } due && due <= until)
        {
            date.Now = Instant.Max(date.Now, due);
            await bot.Services.GetRequiredService<Sweep>().RunAsync(Token);
            await SettleAsync();
        }

        date.Now = until;
    }

    public async Task<ImmutableArray<SeenMessage>> SeenAsync() =>
        [.. (await _tab.Page.EvaluateAsync<string[][]>(
            """
            () => [...document.querySelectorAll('.line:not(.mine)')].map(line => {
              const bubble = line.querySelector('.bubble').cloneNode(true);
              bubble.querySelectorAll('.sr').forEach(hidden => hidden.remove());
              return [bubble.textContent, ...[...line.querySelectorAll('.answers button')].map(button => button.textContent)];
            })
            """)).Select(texts => new SeenMessage(texts[0], [.. texts[1..]]))];

    public async Task<Conversation> ReadAsync() => ConversationJson.Read((await LoadAsync()).State.Span);

    private async Task ActAsync(Func<Task> act)
    {
        var before = (await LoadAsync()).Version;
        await act();
        await Eventually.TrueAsync(async () => (await LoadAsync()).Version > before, "it is taken");
        await SettleAsync();
    }

    private Task<StoredConversation> LoadAsync() => bot.Services.GetRequiredService<ITurnStore>().LoadAsync(Me, "look", Token);

    /// <summary>All that is to be said was said, and the page shows it.</summary>
    private async Task SettleAsync()
    {
        await Eventually.True(() => Idle.Of(bot.Services, OutboxRows), "everything is sent");
        var logged = await bot.Services.GetRequiredService<ILocalChatLog>().ReadAsync(Me, 0, Token);
        var wanted = logged.Changed.Select(line => line.Line).Where(line => line.Speaker is ChatSpeaker.Bot).SelectMany(line => line.Options.Select(option => option.Label).Prepend(line.Text)).Order(StringComparer.Ordinal).ToList();
        await Eventually.TrueAsync(
            async () => (await SeenAsync()).SelectMany(message => message.Buttons.Prepend(message.Text)).Order(StringComparer.Ordinal).SequenceEqual(wanted),
            $"the page shows {wanted.Count} texts and buttons");
    }

    private long OutboxRows()
    {
        using var connection = new SqliteConnection($"Data Source={database};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM outbox";
        return (long)command.ExecuteScalar()!;
    }
}
