using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using NodaTime;
using ReflectionBot.Core.Conversations;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Tests.Discord.Loopback;
using ReflectionBot.Tests.Telegram;

namespace ReflectionBot.Tests.Discord;

/// <summary>Every transcript, played in Discord: what a person sees there is what its author wrote, in the private chat and in a server.</summary>
public sealed class TranscriptTests
{
    private static readonly string[] _notes = ["discord.tidied", "discord.forgotten"];
    private static readonly Instant _begin = Instant.FromUtc(2026, 3, 2, 18, 0);

    /// <summary>Buttons of the adapter's own, which no author writes.</summary>
    private static readonly HashSet<string> _own = ["Write an answer", "Escribir una respuesta", "Continue in private", "Seguir en privado"];

    [Fact]
    public Task Every_transcript_comes_out_in_the_private_chat_as_written() => PlayAllAsync(LoopbackPlace.Private);

    [Fact]
    public Task Every_transcript_comes_out_in_a_server_as_written_and_for_one_persons_eyes() => PlayAllAsync(LoopbackPlace.Server);

    private static async Task PlayAllAsync(LoopbackPlace place)
    {
        await using var discord = await WholeDiscord.StartAsync();
        var faults = new List<string>();
        var played = 0;
        foreach (var file in Files())
        {
            var transcript = Transcript.Parse(Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(file))) + "/" + Path.GetFileName(file), await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
            var performer = new Performer(discord, 1000 + played++, transcript, place);
            if (await performer.PlayAsync() is { } fault)
            {
                faults.Add(fault);
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
        Assert.True(played >= 26, $"{played} transcripts");
        await discord.Discord.AssertKeptAsync();
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

    private sealed class Performer(WholeDiscord discord, long id, Transcript transcript, LoopbackPlace place)
    {
        private readonly LoopbackPerson _person = discord.Discord.Person(id, transcript.Setup.GetValueOrDefault("language", "en") == "en" ? "en-US" : "es-ES");
        private readonly Address _address = DiscordBed.AddressOf(id);
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
            discord.Date.Now = _begin;
            await discord.PutAsync(new Conversation(_address)
            {
                Language = setup.GetValueOrDefault("language", "en"),
                Country = setup.GetValueOrDefault("country"),
                Consent = setup.GetValueOrDefault("consented") == "no" ? null : new Consent("1", _begin),
            });
            if (setup.TryGetValue("flow", out var flow))
            {
                await DoAsync(() => _person.Uses("start", flow, place));
            }
        }

        private async Task PerformAsync(TranscriptLine line)
        {
            switch (line)
            {
                case PersonWrites writes:
                    Hush(line.Number);
                    await WriteAsync(writes.Text);
                    break;
                case PersonPresses presses:
                    Hush(line.Number);
                    await PressAsync(presses.Labels, line.Number);
                    break;
                case TimePasses passes:
                    Hush(line.Number);
                    await PassAsync(passes.Span);
                    break;
                case ExpectedReply expected:
                    var messages = discord.Discord.Chats.To(id);
                    Expect(_heard < messages.Count, line.Number, expected.Text, "silence");
                    var heard = WithoutNotes(messages[_heard++].Text);
                    Expect(expected.Beginning ? heard.StartsWith(expected.Text, StringComparison.Ordinal) : heard == expected.Text, line.Number, expected.Text, heard);
                    break;
                case ExpectedButtons expected:
                    ImmutableArray<string> labels = [.. discord.Discord.Chats.To(id) is [.., var last] ? last.Labels.Where(label => !_own.Contains(label) && !label.StartsWith('✓')) : []];
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

        /// <summary>What is said in Discord only is not in the transcripts.</summary>
        private static string WithoutNotes(string text) => TelegramBed.Content.Value.Languages.Values
            .SelectMany(messages => _notes.Select(key => messages.Texts[key]))
            .Aggregate(text, (said, note) => said.Replace($"\n\n{note}", "", StringComparison.Ordinal));

        private async Task DoAsync(Action act)
        {
            _saidBefore = discord.Said.Count;
            act();
            await discord.QuietAsync();
        }

        /// <summary>In the private chat as a message; in a server in the field that a button opens, or, where none is offered, as a command.</summary>
        private async Task WriteAsync(string text)
        {
            if (place == LoopbackPlace.Private || _person.Sees.LastOrDefault(seen => seen.Labels.Any(_own.Contains)) is not { } asked || asked.Labels.FirstOrDefault(label => label.StartsWith("Writ", StringComparison.Ordinal) || label.StartsWith("Escri", StringComparison.Ordinal)) is not { } write)
            {
                await DoAsync(() => _person.Writes(text));
                return;
            }

            var opened = _person.Presses(asked, write);
            await LoopbackDiscord.UntilAsync(() => opened.Modal is not null, "the field");
            await DoAsync(() => _person.FillsIn(opened, text));
        }

        /// <summary>Ticks of a list are sent together, as an app does it; "done" goes with them.</summary>
        private async Task PressAsync(IReadOnlyList<string> labels, int line)
        {
            var message = _person.Sees.LastOrDefault(seen => seen.Labels.Contains(labels[0]))
                ?? throw new FormatException($"{transcript.Name}:{line}: there is no button '{labels[0]}'");
            if (message.Component(labels[0]) is { Choices.Count: > 0, MaxValues: > 1 } list)
            {
                await DoAsync(() => _person.Presses(message, [.. labels.Where(label => list.Choices.Any(choice => choice.Label == label))]));
                return;
            }

            foreach (var label in labels)
            {
                var on = _person.Sees.LastOrDefault(seen => seen.Labels.Contains(label)) ?? throw new FormatException($"{transcript.Name}:{line}: there is no button '{label}'");
                await DoAsync(() => _person.Presses(on, label));
            }
        }

        private async Task PassAsync(Duration span)
        {
            var until = discord.Date.Now + span;
            _saidBefore = discord.Said.Count;
            while ((await discord.ReadAsync(_address)).WakesAt is { } due && due <= until)
            {
                discord.Date.Now = Instant.Max(discord.Date.Now, due);
                await discord.SweepAsync();
                await discord.QuietAsync();
            }

            discord.Date.Now = until;
        }

        private async Task<bool> HoldsAsync(string what)
        {
            var conversation = await discord.ReadAsync(_address);
            var help = discord.Said.Skip(_saidBefore).Any(said => said.Address == _address && said.Kind == ReplyKind.Card);
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
            var messages = discord.Discord.Chats.To(id);
            Expect(_heard == messages.Count, line, "silence", _heard < messages.Count ? messages[_heard].Text : "");
        }

        private void Expect(bool holds, int line, string expected, string actual)
        {
            if (!holds)
            {
                throw new FormatException($"{transcript.Name}:{line}: expected: {expected}\n     but: {actual}");
            }
        }
    }
}
