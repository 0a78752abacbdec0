using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using NodaTime;
using ReflectionBot.Adapters.Telegram;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Tests.Telegram.Loopback;

namespace ReflectionBot.Tests.Telegram;

/// <summary>Every transcript, played in a Telegram chat: what a person sees there is what its author wrote.</summary>
public sealed class TranscriptTests
{
    private static readonly string[] _notes = ["telegram.keeps", "telegram.tidied", "telegram.forgotten"];
    private static readonly Instant _begin = Instant.FromUtc(2026, 3, 2, 18, 0);

    [Theory]
    [InlineData(TelegramReceive.Polling)]
    [InlineData(TelegramReceive.Webhook)]
    public async Task Every_transcript_comes_out_in_Telegram_as_written(TelegramReceive receive)
    {
        await using var telegram = await WholeTelegram.StartAsync(receive);
        var faults = new List<string>();
        var played = 0;
        foreach (var file in Files())
        {
            var transcript = Transcript.Parse(Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(file))) + "/" + Path.GetFileName(file), await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
            if (await new Performer(telegram, 1000 + played++, transcript).PlayAsync() is { } fault)
            {
                faults.Add(fault);
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
        Assert.True(played >= 26, $"{played} transcripts");
        await telegram.Api.AssertKeptAsync();
    }

    private static IEnumerable<string> Files() =>
        new[] { Path.Combine("content"), Path.Combine("tests", "ReflectionBot.Core.Tests", "Conversations", "Transcripts") }
            .Select(folder => Path.Combine(Repository(), folder))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.txt", SearchOption.AllDirectories))
            .Order(StringComparer.Ordinal);

    private static string Repository([CallerFilePath] string thisFile = "")
    {
        var folder = Path.GetDirectoryName(thisFile)!;
        while (!File.Exists(Path.Combine(folder, "ReflectionBot.sln")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }

    private sealed class Performer(WholeTelegram telegram, long chat, Transcript transcript)
    {
        private readonly LoopbackPerson _person = telegram.Api.Person(chat, transcript.Setup.GetValueOrDefault("language", "en"));
        private readonly Address _address = TelegramBed.AddressOf(chat);
        private int _heard;
        private int _saidBefore;

        /// <returns>The first line that did not come out as written; null when all did.</returns>
        public async Task<string?> PlayAsync()
        {
            try
            {
                await SetUpAsync();
                foreach (var line in transcript.Lines)
                {
                    await PerformAsync(line);
                }

                Hush(transcript.Lines[^1].Number);
                return null;
            }
            catch (Exception failed) when (failed is FormatException or TimeoutException)
            {
                return failed.Message;
            }
        }

        private async Task SetUpAsync()
        {
            var setup = transcript.Setup;
            telegram.Date.Now = _begin;
            telegram.Api.Chats.Open[chat] = true;
            await telegram.PutAsync(new Conversation(_address)
            {
                Language = setup.GetValueOrDefault("language", "en"),
                Country = setup.GetValueOrDefault("country"),
                Consent = setup.GetValueOrDefault("consented") == "no" ? null : new Consent("1", _begin),
            });
            if (setup.TryGetValue("flow", out var flow))
            {
                await DoAsync(() => _person.Writes($"/start {flow}"));
            }
        }

        private async Task PerformAsync(TranscriptLine line)
        {
            switch (line)
            {
                case PersonWrites writes:
                    Hush(line.Number);
                    await DoAsync(() => _person.Writes(writes.Text));
                    break;
                case PersonPresses presses:
                    Hush(line.Number);
                    foreach (var label in presses.Labels)
                    {
                        await DoAsync(() => Press(label, line.Number));
                    }

                    break;
                case TimePasses passes:
                    Hush(line.Number);
                    await PassAsync(passes.Span);
                    break;
                case ExpectedReply expected:
                    var messages = telegram.Api.Chats.In(chat);
                    Expect(_heard < messages.Count, line.Number, expected.Text, "silence");
                    var heard = WithoutNotes(messages[_heard++].Text);
                    Expect(expected.Beginning ? heard.StartsWith(expected.Text, StringComparison.Ordinal) : heard == expected.Text, line.Number, expected.Text, heard);
                    break;
                case ExpectedButtons expected:
                    ImmutableArray<string> labels = [.. telegram.Api.Chats.In(chat) is [.., var last] ? last.Buttons.Select(Bare) : []];
                    var shown = expected.AndOthers ? labels.Take(expected.Labels.Length) : labels;
                    Expect(shown.SequenceEqual(expected.Labels), line.Number, string.Join(" | ", expected.Labels), string.Join(" | ", labels));
                    break;
                case ExpectedState expected:
                    Expect(await HoldsAsync(expected.What), line.Number, expected.What, "not so");
                    break;
                default:
                    break;
            }
        }

        /// <summary>What is said in Telegram only is not in the transcripts.</summary>
        private static string WithoutNotes(string text) => TelegramBed.Content.Value.Languages.Values
            .SelectMany(messages => _notes.Select(key => messages.Texts[key]))
            .Aggregate(text, (said, note) => said.Replace($"\n\n{note}", "", StringComparison.Ordinal));

        private async Task DoAsync(Action act)
        {
            _saidBefore = telegram.Said.Count;
            act();
            await telegram.QuietAsync();
        }

        private void Press(string label, int line)
        {
            var message = _person.Sees.LastOrDefault(seen => seen.Buttons.Any(button => Bare(button) == label))
                ?? throw new FormatException($"{transcript.Name}:{line}: there is no button '{label}'");
            _person.Press(message, message.Buttons.First(button => Bare(button) == label));
        }

        private async Task PassAsync(Duration span)
        {
            var until = telegram.Date.Now + span;
            _saidBefore = telegram.Said.Count;
            while ((await telegram.ReadAsync(_address)).WakesAt is { } due && due <= until)
            {
                telegram.Date.Now = Instant.Max(telegram.Date.Now, due);
                await telegram.SweepAsync();
                await telegram.QuietAsync();
            }

            telegram.Date.Now = until;
        }

        private async Task<bool> HoldsAsync(string what)
        {
            var conversation = await telegram.ReadAsync(_address);
            var help = telegram.Said.Skip(_saidBefore).Any(said => said.Address == _address && said.Kind == ReplyKind.Card);
            return what switch
            {
                "help" => help,
                "no help" => !help,
                "ended" => conversation.Run is null,
                "running" => conversation.Run is not null,
                _ => what == $"kept {conversation.Journal.Length}",
            };
        }

        private void Hush(int line)
        {
            var messages = telegram.Api.Chats.In(chat);
            Expect(_heard == messages.Count, line, "silence", _heard < messages.Count ? messages[_heard].Text : "");
        }

        private void Expect(bool holds, int line, string expected, string actual)
        {
            if (!holds)
            {
                throw new FormatException($"{transcript.Name}:{line}: expected: {expected}\n     but: {actual}");
            }
        }

        private static string Bare(LoopbackButton button) => button.Label.TrimStart('☑', '☐').TrimStart();
    }
}
