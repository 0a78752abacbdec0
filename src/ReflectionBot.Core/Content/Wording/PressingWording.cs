using System.Collections.Immutable;

namespace ReflectionBot.Core.Content.Wording;

/// <summary>
/// Wording that counts, shames or rewards, in every language there is. A nudge is an invitation: whoever leaves it out, for a day or a year, has done nothing
/// wrong, and whoever takes it up has earned nothing.
/// </summary>
internal static class PressingWording
{
    private const string Counts = "Nothing is counted: a missing day is never mentioned.";
    private const string Guilt = "No streaks, badges or reproach: every question can be left out.";
    private const string Grades = "No one is graded, not even with praise.";
    private const string Rewards = "Nothing is won by answering.";

    public static readonly ImmutableArray<BannedWording> English =
    [
        new("streak*", Guilt) { Presses = true },
        new("badge*", Guilt) { Presses = true },
        new("you missed", Guilt) { Presses = true, Except = ["have you missed", "had you missed", "what you missed", "that you missed", "who you missed", "whom you missed"] },
        new("you forgot to", Guilt) { Presses = true },
        new("you failed", Guilt) { Presses = true },
        new("where have you been", Guilt) { Presses = true },
        new("well done", Grades) { Presses = true },
        new("good|great|nice|excellent job|work", Grades) { Presses = true },
        new("proud of you", Grades) { Presses = true },
        new("congratulations", Grades) { Presses = true },
        new("keep it up", Grades) { Presses = true },
        new("your score", Grades) { Presses = true },
        new("days|times|weeks|months in a row", Counts) { Presses = true },
        new("day number", Counts) { Presses = true },
        new("perfect week|month|record", Counts) { Presses = true },
        new("you have not answered|replied|written|checked", Guilt) { Presses = true },
        new("you did not answer|reply|write|come|check", Guilt) { Presses = true },
        new("still waiting for you", Guilt) { Presses = true },
        new("we missed|miss you", Guilt) { Presses = true },
        new("disappointed in you", Guilt) { Presses = true },
        new("reward*", Rewards) { Presses = true },
        new("you earned|earn", Rewards) { Presses = true },
        new("level up", Rewards) { Presses = true },
        new("unlock*", Rewards) { Presses = true },
        new("trophy|trophies", Rewards) { Presses = true },
        new("medal*", Rewards) { Presses = true },
        new("leaderboard*", Rewards) { Presses = true },
        new("high score", Rewards) { Presses = true },
        new("bonus*", Rewards) { Presses = true },
    ];

    public static readonly ImmutableArray<BannedWording> Spanish =
    [
        new("racha*", Guilt) { Presses = true },
        new("insignia*", Guilt) { Presses = true },
        new("te perdiste", Guilt) { Presses = true },
        new("te saltaste", Guilt) { Presses = true },
        new("bien hecho", Grades) { Presses = true },
        new("buen trabajo", Grades) { Presses = true },
        new("felicidades", Grades) { Presses = true },
        new("felicitaciones", Grades) { Presses = true },
        new("enhorabuena", Grades) { Presses = true },
        new("orgulloso|orgullosa de ti", Grades) { Presses = true },
        new("sigue asi", Grades) { Presses = true },
        new("dias|semanas|meses seguidos|seguidas", Counts) { Presses = true },
        new("veces seguidas", Counts) { Presses = true },
        new("semana perfecta", Counts) { Presses = true },
        new("mes perfecto", Counts) { Presses = true },
        new("no has contestado|respondido|escrito|venido", Guilt) { Presses = true },
        new("no contestaste|respondiste|escribiste|viniste", Guilt) { Presses = true },
        new("te extranamos", Guilt) { Presses = true },
        new("te echamos de menos", Guilt) { Presses = true },
        new("sigo esperandote", Guilt) { Presses = true },
        new("recompensa*", Rewards) { Presses = true },
        new("premio*", Rewards) { Presses = true },
        new("te has ganado", Rewards) { Presses = true },
        new("te ganaste", Rewards) { Presses = true },
        new("desbloque*", Rewards) { Presses = true },
        new("trofeo*", Rewards) { Presses = true },
        new("medalla*", Rewards) { Presses = true },
        new("subes|sube de nivel", Rewards) { Presses = true },
        new("puntuacion*", Rewards) { Presses = true },
    ];
}
