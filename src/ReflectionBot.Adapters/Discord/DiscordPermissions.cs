using System.Collections.Immutable;
using System.Globalization;
using ReflectionBot.Core.Groups;

namespace ReflectionBot.Adapters.Discord;

/// <summary>Rights as Discord writes them: bits in a number in a text.</summary>
[Flags]
internal enum Rights : ulong
{
    None = 0,
    Administrator = 1UL << 3,
    ManageServer = 1UL << 5,
    ViewChannel = 1UL << 10,
    SendMessages = 1UL << 11,
    ManageMessages = 1UL << 13,
    SendInThreads = 1UL << 38,
}

internal static class DiscordPermissions
{
    /// <summary>Whoever may do one of these moderates.</summary>
    public const Rights OfModerators = Rights.ManageServer | Rights.ManageMessages;

    /// <summary>As a slash command wants it.</summary>
    public static string Text(Rights rights) => ((ulong)rights).ToString(CultureInfo.InvariantCulture);

    /// <returns>Null when it cannot be read.</returns>
    public static Rights? Read(string? bits) => ulong.TryParse(bits, NumberStyles.None, CultureInfo.InvariantCulture, out var read) ? (Rights)read : null;

    /// <param name="rights">The person's.</param>
    /// <param name="borne">Roles the person has.</param>
    /// <param name="chosen">Roles whose bearers moderate.</param>
    public static Standing StandingOf(Rights rights, IReadOnlyList<string> borne, ImmutableArray<string> chosen) =>
        (rights & (Rights.ManageServer | Rights.Administrator)) != Rights.None ? Standing.Manages
        : (rights & OfModerators) != Rights.None || borne.Any(chosen.Contains) ? Standing.Moderates
        : Standing.None;

    /// <summary>What lacks before anything can be posted, as keys of <c>discord.right.</c>; empty when nothing does.</summary>
    public static ImmutableArray<string> MissingToPost(Rights rights, bool inThread)
    {
        if (rights.HasFlag(Rights.Administrator))
        {
            return [];
        }

        var missing = ImmutableArray.CreateBuilder<string>();
        if (!rights.HasFlag(Rights.ViewChannel))
        {
            missing.Add("view");
        }

        if (!rights.HasFlag(inThread ? Rights.SendInThreads : Rights.SendMessages))
        {
            missing.Add(inThread ? "send-in-threads" : "send");
        }

        return missing.ToImmutable();
    }
}
