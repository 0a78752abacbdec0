using System.Globalization;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Verbs.Terminal;

/// <summary>Reads what the person types and hands it on, until the end of the input.</summary>
public sealed class TerminalChat(Address address, IInputSink sink, TerminalScreen screen, TextReader input, TextWriter output)
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(60);

    private readonly string _session = Guid.NewGuid().ToString("N");
    private int _inputs;

    public async Task TalkAsync(CancellationToken cancellationToken)
    {
        await AcceptAsync(new CommandInput(NextId(), address, "start"), cancellationToken);
        while (!cancellationToken.IsCancellationRequested && await input.ReadLineAsync(cancellationToken) is { } typed)
        {
            if (typed.Trim().Length > 0)
            {
                await AcceptAsync(Read(typed), cancellationToken);
            }
        }
    }

    private Input Read(string typed) => screen.Pressed(typed) is { } pressed
        ? new OptionInput(NextId(), address, pressed)
        : new TextInput(NextId(), address, typed);

    private async Task AcceptAsync(Input said, CancellationToken cancellationToken)
    {
        var notice = await sink.AcceptAsync(said, cancellationToken) switch
        {
            Acceptance.TooMany => "That is a lot at once; please say it again in a moment.",
            Acceptance.Unavailable => "Nothing can be saved right now; please say it again in a moment.",
            _ => null,
        };
        if (notice is not null)
        {
            await output.WriteLineAsync($"  ({notice})");
        }

        await FallSilentAsync(cancellationToken);
    }

    /// <summary>Answers come a moment after they are durable: what is typed next should stand below them.</summary>
    private async Task FallSilentAsync(CancellationToken cancellationToken)
    {
        int before;
        do
        {
            before = screen.Shown;
            await Task.Delay(Glance, cancellationToken);
        }
        while (screen.Shown != before);
    }

    private string NextId() => string.Create(CultureInfo.InvariantCulture, $"{TerminalSender.Name}/{_session}/{++_inputs}");
}
