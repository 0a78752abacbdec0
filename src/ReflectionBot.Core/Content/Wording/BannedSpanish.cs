using System.Collections.Immutable;

namespace ReflectionBot.Core.Content.Wording;

/// <summary>What the bot never says in Spanish; accents do not count. The reasons are for authors, in English like all problems.</summary>
internal static class BannedSpanish
{
    private const string Promise = "The bot promises nothing it cannot keep.";
    private const string KnowsYou = "Nobody knows how somebody else feels, a program least of all.";
    private const string Minimises = "It makes what is hard sound small.";
    private const string Verdict = "Questions, not verdicts: the bot labels nobody.";
    private const string Label = "A label can hide what happened; ask what was said and done.";
    private const string Human = "The bot does not pose as a person, as watching or as always there.";
    private const string Advice = "The bot never tells anybody to leave, to stay or to confront: only the person living it can judge what is safe.";
    private const string Traces = "Clearing traces can be noticed and is never advised as if it were safe.";

    public static readonly ImmutableArray<BannedWording> All =
    [
        new("no vas a hacerlo|hacer|hacerte|matarte|suicidarte", "A question about suicide is asked plainly and never asks for a no."),
        new("te|lo|se prometo|garantizo|aseguro", Promise),
        new("prometo", Promise),
        new("confia en mi", Promise),
        new("todo va a estar|salir|ir bien|mejor", Promise),
        new("todo estara|saldra|ira bien|mejor", Promise),
        new("vas a estar bien", Promise),
        new("se|entiendo|comprendo como te sientes", KnowsYou),
        new("se exactamente", KnowsYou),
        new("calmate", Minimises),
        new("animate", Minimises),
        new("al menos tienes", Minimises),
        new("no es para tanto", Minimises),
        new("podria ser peor", Minimises),
        new("eres|es|son evitativo|evitativa|codependiente|abusivo|abusiva|toxico|toxica|maltratador|maltratadora|narcisista", Verdict),
        new("esto|eso es abuso|maltrato", Verdict),
        new("narcisis*", Label) { Always = true, ExceptInTheme = "A4" },
        new("toxico|toxica|toxicos|toxicas", Label) { Always = true, ExceptInTheme = "A4" },
        new("soy humano|humana|persona|terapeuta|psicologo|psicologa", Human),
        new("siempre estare", Human),
        new("siempre estoy aqui", Human),
        new("te estoy mirando|vigilando", Human),
        new("debes|deberias dejarlo|dejarla|irte|marcharte|quedarte|perdonar|perdonarlo|perdonarla|enfrentarlo|enfrentarla|denunciar", Advice) { Always = true },
        new("tienes que dejarlo|dejarla|irte|marcharte|quedarte|perdonar|perdonarlo|perdonarla|enfrentarlo|enfrentarla|denunciar", Advice),
        new("por que sigues con", Advice),
        new("borra|elimina tu|el historial|navegador", Traces) { Always = true },
        new("borra|elimina tus huellas|rastros", Traces) { Always = true },
        new("terapia|consejeria|terapeuta de pareja|parejas", "Couples work only with its condition in the same step: nobody is afraid.") { Always = true, Unless = "miedo|temor|teme|temes" },
        new("no hay ayuda", "Help is always one word away."),
        new("no puedo ayudarte", "Help is always one word away."),
        new("sobredosis", "No method, dose or place in any text.") { Always = true },
    ];
}
