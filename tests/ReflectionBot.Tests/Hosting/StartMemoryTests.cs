using System.Globalization;
using ReflectionBot.Hosting;
using ReflectionBot.Tests.Discord.Loopback;
using ReflectionBot.Tests.Storage;
using ReflectionBot.Tests.WholeBot;

namespace ReflectionBot.Tests.Hosting;

public sealed class StartMemoryTests
{
    private const string Smaps = """
        5600856f8000-560085740000 r--p 00000000 fe:00 11                         /srv/bot/ReflectionBot
        Size:                288 kB
        Rss:                 288 kB
        Anonymous:             0 kB
        560085740000-560086707000 r-xp 00048000 fe:00 11                         /srv/bot/ReflectionBot
        Anonymous:             0 kB
        56008760e000-56008760f000 r--p 01f16000 fe:00 11                         /srv/bot/ReflectionBot
        Anonymous:             4 kB
        560087c15000-560087ca8000 rw-p 0251c000 fe:00 11                         /srv/bot/ReflectionBot
        Anonymous:             0 kB
        560087ca8000-560088986000 rw-p 00000000 00:00 0 
        Anonymous:         12812 kB
        5600a2f26000-5600a3108000 rw-p 00000000 00:00 0                          [heap]
        Anonymous:          1760 kB
        7fcc8a000000-7fcc8a100000 r--p 00000000 fe:00 12                         /srv/bot/data/some file.db-shm
        Anonymous:             0 kB
        7fcc8a200000-7fcc8a300000 r--s 00000000 fe:00 13                         /usr/lib/shared
        Anonymous:             0 kB
        7fcc8a400000-7fcc8a500000 r-xp 00000000 fe:00 14                         /usr/lib/x86_64-linux-gnu/libc.so.6
        Anonymous:             0 kB
        7fcc8a600000-7fcc8a601000 r--p 00000000 00:00 0                          [vvar]
        Anonymous:             0 kB
        """;

    [Fact]
    public void Only_what_nobody_has_written_to_and_nobody_replaces_is_let_go_of()
    {
        Assert.Equal(
            [(0x5600856f8000, 0x48000), (0x560085740000, 0xfc7000), (0x7fcc8a400000, 0x100000)],
            StartMemory.AsInFile(Smaps.ReplaceLineEndings("\n").Split('\n'), "/srv/bot/ReflectionBot").Select(part => ((long)part.Start, (long)part.Length)));
    }

    /// <summary>Native code alone does so; what is built for any machine keeps all.</summary>
    [Fact]
    public async Task The_published_program_has_let_go_of_most_that_it_read_once_at_the_start_and_answers()
    {
        using var folder = new TempFolder();
        await using var bot = await BotProcess.StartAsync(folder.Path);
        using var client = new HttpClient();

        if (BotProcess.IsNative)
        {
            var path = File.ResolveLinkTarget($"/proc/{bot.Id}/exe", returnFinalTarget: true)!.FullName;
            await LoopbackDiscord.UntilAsync(
                () => ReadOnly(File.ReadAllLines($"/proc/{bot.Id}/smaps"), path) is var (size, resident) && resident is > 0 && resident < size * 6 / 10, "less of the program in memory");
        }

        Assert.Equal("Healthy\n", await client.GetStringAsync(new Uri(bot.Url, "/healthz"), TestContext.Current.CancellationToken));
    }

    private static (long Size, long Resident) ReadOnly(string[] smaps, string path)
    {
        var (size, resident, counts) = (0L, 0L, false);
        foreach (var line in smaps)
        {
            var cells = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (cells[0].Contains('-', StringComparison.Ordinal))
            {
                counts = cells[1].StartsWith("r-", StringComparison.Ordinal) && cells[^1] == path;
            }
            else if (counts)
            {
                size += cells[0] == "Size:" ? long.Parse(cells[1], CultureInfo.InvariantCulture) : 0;
                resident += cells[0] == "Rss:" ? long.Parse(cells[1], CultureInfo.InvariantCulture) : 0;
            }
        }

        return (size, resident);
    }
}
