using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ReflectionBot.Hosting;

/// <summary>
/// What only the start, or a reading of the content, needed goes back to the machine: nothing else would return it for a long time. That is garbage, and of the published program what is read once:
/// tables that are unpacked, the content of help, code that sets things up. Those pages are let go of; the machine has them as it has any file, and what is needed again comes from there.
/// </summary>
internal static class StartMemory
{
    /// <summary>By then the services that begin by themselves have begun.</summary>
    public static readonly TimeSpan Settled = TimeSpan.FromSeconds(5);

    /// <summary><c>MADV_DONTNEED</c>, madvise(2).</summary>
    private const int DontNeed = 4;

    /// <summary><c>M_ARENA_MAX</c>, mallopt(3).</summary>
    private const int ArenaMax = -8;

    /// <summary>
    /// First of all: what SQLite and TLS allocate comes from one heap. By default each thread that allocates gets one of its own, which keeps what it had at its fullest; threads come and go,
    /// and few of these allocations are made at once.
    /// </summary>
    public static void ShareHeap()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        try
        {
            _ = SetAllocator(ArenaMax, 1);
        }
        catch (Exception fault) when (fault is DllNotFoundException or EntryPointNotFoundException)
        {
            // Another allocator than glibc's.
        }
    }

    public static void GiveBack()
    {
        CollectGarbage();
        LetGo();
    }

    /// <summary>Garbage of the start is ten times what stays.</summary>
    [SuppressMessage("Major Code Smell", "S1215", Justification = "Seldom, when the shape of the heap changes for good.")]
    private static void CollectGarbage() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);

    /// <summary>Of the program's pages all that can be read again from its file. Does nothing where there is a just-in-time compiler, or no Linux.</summary>
    private static void LetGo()
    {
        if (!OperatingSystem.IsLinux() || RuntimeFeature.IsDynamicCodeSupported || Environment.ProcessPath is not { } program)
        {
            return;
        }

        try
        {
            foreach (var (start, length) in AsInFile(File.ReadLines("/proc/self/smaps"), program).ToList())
            {
                _ = Advise((nint)start, (nuint)length, DontNeed);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or FormatException or OverflowException or DllNotFoundException or EntryPointNotFoundException)
        {
            // A system that does not show it: all stays as it is.
        }
    }

    /// <summary>
    /// Where memory is as it stands in the file: never written, not even by the loader (relocations are lost for good when let go of). Only of the program and of the system's libraries,
    /// which nobody changes in place while they are in use.
    /// </summary>
    /// <param name="smaps">Lines of smaps, proc_pid_smaps(5).</param>
    /// <param name="program">Path of the program.</param>
    public static IEnumerable<(ulong Start, ulong Length)> AsInFile(IEnumerable<string> smaps, string program)
    {
        (ulong Start, ulong Length)? candidate = null;
        foreach (var line in smaps)
        {
            if (line.Split(' ', 6, StringSplitOptions.RemoveEmptyEntries) is [var range, { Length: 4 } rights, _, _, _, ..] cells && range.Split('-') is [var from, var to])
            {
                var path = cells.Length == 6 ? cells[5] : "";
                var start = ulong.Parse(from, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
                candidate = rights is ['r', '-', _, 'p'] && (path == program || path.StartsWith("/usr/", StringComparison.Ordinal) || path.StartsWith("/lib", StringComparison.Ordinal))
                    ? (start, ulong.Parse(to, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) - start)
                    : null;
            }
            else if (candidate is { } read && line.StartsWith("Anonymous:", StringComparison.Ordinal))
            {
                candidate = null;
                if (line.AsSpan("Anonymous:".Length).Trim() is "0 kB")
                {
                    yield return read;
                }
            }
        }
    }

    [DllImport("libc", EntryPoint = "madvise", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Advise(nint address, nuint length, int advice);

    [DllImport("libc", EntryPoint = "mallopt", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetAllocator(int parameter, int value);
}
