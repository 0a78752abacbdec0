using System.Collections.Immutable;
using NodaTime;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Tests.Telegram;
using ReflectionBot.Tests.Telegram.Loopback;

namespace ReflectionBot.Tests.Nudges;

/// <summary>A private chat at the loopback Telegram.</summary>
internal sealed class TelegramStage(WholeTelegram telegram, long chat) : IChatStage
{
    private readonly LoopbackPerson _person = telegram.Api.Person(chat, "en");
    private readonly Address _address = TelegramBed.AddressOf(chat);

    public Task BeginAsync(Instant now)
    {
        telegram.Date.Now = now;
        telegram.Api.Chats.Open[chat] = true;
        return telegram.PutAsync(new Conversation(_address) { Consent = new Consent("1", now) });
    }

    public Task WriteAsync(string text)
    {
        _person.Writes(text);
        return telegram.QuietAsync();
    }

    public Task PressAsync(string label)
    {
        var message = _person.Sees.Last(seen => seen.Buttons.Any(button => button.Label == label));
        _person.Press(message, message.Buttons.First(button => button.Label == label));
        return telegram.QuietAsync();
    }

    public async Task PassAsync(Duration span)
    {
        var until = telegram.Date.Now + span;
        while ((await ReadAsync()).WakesAt is { } due && due <= until)
        {
            telegram.Date.Now = Instant.Max(telegram.Date.Now, due);
            await telegram.SweepAsync();
            await telegram.QuietAsync();
        }

        telegram.Date.Now = until;
    }

    public Task<ImmutableArray<SeenMessage>> SeenAsync() =>
        Task.FromResult<ImmutableArray<SeenMessage>>([.. telegram.Api.Chats.In(chat).Select(message => new SeenMessage(message.Text, [.. message.Buttons.Select(button => button.Label)]))]);

    public Task<Conversation> ReadAsync() => telegram.ReadAsync(_address);
}
