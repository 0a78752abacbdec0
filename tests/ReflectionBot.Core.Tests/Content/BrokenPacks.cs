namespace ReflectionBot.Core.Tests.Content;

/// <summary>Packs as authors break them. A comment at the end of a line names the codes that this line must get.</summary>
internal static class BrokenPacks
{
    private const string Flow = "flows/example/flow.yaml";

    public static readonly (string Name, (string Path, string Text)[] Files)[] All =
    [
        ("every target misspelt", [(Flow, """
            steps:
              hello:
                ask: What is on your mind?
                next: thank # RB0014
                skip_to: ned # RB0014
              thanks:
                choose: And now?
                options:
                  on: {label: Go on, next: nowhere} # RB0014
                  out: {label: Stop here, next: end}
              fork:
                branch:
                  - {when: {answer: hello, given: true}, next: void} # RB0014
                else: abyss # RB0014
              end:
                end: Take care.
            """)]),
        ("a header of mistakes", [(Flow, """
            id: exampel # RB0011
            theme: closeness # RB0008
            title: A title that is much longer than any button can be # RB0040
            about: # RB0006
              text: A small example.
            minutes: soon # RB0006
            gated: "yes" # RB0006
            saf_after_card: true # RB0004
            listed: no # RB0006
            """), ("flows/other/flow.yaml", """
            minutes: 90 # RB0009
            title: "" # RB0007
            about: # RB0007
            """)]),
        ("steps of no kind", [(Flow, """
            steps:
              hello: # RB0013
                sya: Good to see you.
              both: # RB0013
                say: One.
                ask: Two?
              bare: Good to see you. # RB0006
              list: # RB0006
                - say
              fork:
                branch:
                  - end # RB0006
              end:
                end: Take care.
            """)]),
        ("nothing in it", [(Flow, """
            steps: # RB0006
            """)]),
        ("a step below the end", [(Flow, """
            steps:
              end:
                end: Take care.
              island: # RB0015
                ask: Who lives here?
              islet: # RB0015 RB0016
                ask: And here?
            """)]),
        ("round and round", [(Flow, """
            steps:
              hello: # RB0017
                ask: What is on your mind?
              more:
                ask: What else?
                next: hello
              end: # RB0015
                end: Take care.
            """)]),
        ("talking to itself", [(Flow, """
            steps:
              one: # RB0018
                say: One.
              two:
                say: Two.
              fork:
                branch:
                  - {when: {flag: never}, next: end} # RB0031
                else: one
              end:
                end: Take care.
            """)]),
        ("options", [(Flow, """
            steps:
              ways:
                choose: Which one?
                options: # RB0023
                  only: Only this
              more:
                pick: Which of these?
                options: {Silence: Silence, a b: Walking off} # RB0008 RB0008
                max: 0 # RB0009
              loud:
                scale: How loud?
                words: # RB0023
                  a: One
                  b: Two
                  c: Three
                  d: Four
                  e: Five
                  f: Six
                  g: Seven
                  h: Eight
              twins:
                choose: Which twin?
                options:
                  left: Ann
                  right: ann. # RB0024
                  third: {lable: Bea} # RB0007 RB0004
                  fourth: {label: Cy, help: police} # RB0006
              end:
                end: Take care.
            """)]),
        ("conditions", [(Flow, """
            steps:
              early:
                branch:
                  - {when: {answer: ways, any: [silence]}, next: end} # RB0032
                  - {when: {flag: quiet}, next: end} # RB0032
              ways:
                pick: Which of these do you know?
                options: {silence: Silence, walking: Walking off}
              tone:
                choose: How was it?
                options: {fine: Fine, hard: {label: Hard, set: [quiet]}}
              fork:
                branch:
                  - {when: {answer: way, given: true}, next: end} # RB0031
                  - {when: {answer: ways, any: [silent]}, next: end} # RB0033
                  - {when: {answer: ways, at_least: silence}, next: end} # RB0033
                  - {when: {answer: ways, overlaps: tone}, next: end} # RB0033
                  - {when: {flag: quite}, next: end} # RB0031
                  - {when: {any: [silence]}, next: end} # RB0030
                  - {when: {not: true}, next: end} # RB0030
                  - {when: {answer: ways, given: maybe}, next: end} # RB0006 RB0030
                  - {whenever: {flag: quiet}, next: end} # RB0007 RB0004
              end:
                end: Take care.
            """)]),
        ("placeholders", [(Flow, """
            steps:
              early:
                say: "You will say {hello}." # RB0035
              hello:
                ask: "What is on your mind, {name}?" # RB0034
              ways:
                pick: "With {hello}?" # RB0037
                options: {silence: "Silence {hello}", walking: Walking off} # RB0037
              brace:
                say: "You said {hello." # RB0034
              closing:
                recap:
                  lines:
                    - "Both: {ways & hello}" # RB0036
                    - "All: {ways & ways & ways}" # RB0034
                    - "Only: {ways - closing}" # RB0034
                  empty: "Nothing, {hello}." # RB0037
              joined:
                say: "Both: {ways & ways}" # RB0037
              end:
                end: "Take care, {hello}." # RB0037
            """)]),
        ("skipping gives no answer", [(Flow, """
            steps:
              hello:
                ask: What is on your mind?
                next: end
                skip_to: skipped
              skipped:
                say: "You said {hello}." # RB0035
              end:
                end: Take care.
            """)]),
        ("a recap of gaps", [(Flow, """
            steps:
              hello:
                ask: What is on your mind?
              closing:
                recap: # RB0007
                  lines: [] # RB0023
                  outtro: Yours. # RB0004
              other:
                recap: You said {hello}. # RB0006
              keeping:
                keep: Shall I keep this?
                propose: everything # RB0006
              more: # RB0022
                offer: Would you like to go on?
              end:
                end: Take care.
                next: hello # RB0004
            """)]),
        ("flows that are not there", [(Flow, """
            steps:
              first:
                call: othre # RB0019
              more:
                offer: Would you like to go on?
                flows: [other, example, missing] # RB0021
              end:
                end: Take care.
            """)]),
        ("calls in a circle", [(Flow, """
            steps:
              first:
                call: other # RB0020
              hello:
                ask: What is on your mind?
              end:
                end: Take care.
            """), ("flows/other/flow.yaml", """
            steps:
              first:
                call: example # RB0020
              hello:
                ask: What is on your mind?
              end:
                end: Take care.
            """)]),
        ("words nobody should read", [(Flow, """
            steps:
              hello:
                say: I know how you feel. # RB0043
              more:
                say: You're not going to hurt yourself, are you? # RB0043
              grade:
                ask: Well done. What just happened? # RB0043 RB0046
              verdict:
                choose: It sounds as if they're a narcissist. What now? # RB0043
                options:
                  leave: You should leave # RB0043
                  couples: Couples counselling # RB0043
              end:
                end: Keep your streak going. # RB0046
            """)]),
        ("harm without a gate", [(Flow, """
            theme: A6 # RB0050
            """), ("flows/other/flow.yaml", """
            steps:
              ways:
                pick: Which of these happened?
                options:
                  silence: Silence
                  names: They called me names # RB0050
              hello:
                ask: When did they hit you?
              end:
                end: Take care.
            """)]),
        ("a gate that holds nobody", [(Flow, """
            gated: true
            steps:
              hello: # RB0053
                ask: What is on your mind!  # RB0055
              gate: # RB0052
                choose: Are you ever afraid of them?
                gate: true
                options: {never: "No", often: "Yes"}
                skip_to: after
              after: # RB0053
                ask: What happened?
              keeping: # RB0053
                keep: Shall I keep it?
                propose: all # RB0054
              end:
                end: Take care.
            """), ("flows/other/flow.yaml", """
            gated: true # RB0051
            """)]),
        ("a translation of another flow", [("flows/example/es.yaml", """
            title: Un ejemplo con un título demasiado largo para un botón # RB0040
            about: Un pequeño ejemplo.
            abuot: Otro. # RB0061
            steps:
              ways: # RB0060
                choose: "¿Cuál, {nombre}?" # RB0062
                options: # RB0060
                  silence: Silencio
                  walk: Irse # RB0061
              more: # RB0061
                ask: ¿Qué más?
              end:
                end: Bien hecho. # RB0046
            """.Replace("  ways: # RB0060", "  ways:", StringComparison.Ordinal))]),
        ("messages", [("messages/en.yaml", """
            texts:
              greeting: Hello, {name}.
              Greeting: Hello. # RB0008
              empty: # RB0007
              list: # RB0006
                - one
              odd: "Hello, {your name}." # RB0034
              care:
                first: You are safe! # RB0055
              help:
                first: Help is here.
            """), ("messages/es.yaml", """
            language: sp # RB0066
            texts: # RB0064 RB0064 RB0065 RB0065
              help:
                frist: La ayuda está aquí. # RB0061
              odd: Hola. # RB0062
            """)]),
        ("yaml of every kind", [(Flow, """
            steps:
              hello:
                say: &anchor Good to see you. # RB0003
              more:
                say: *anchor # RB0003 RB0007
              tagged:
                say: !!str Good. # RB0003
              more: # RB0002
                say: Again.
              ? [a, b] # RB0006
              : say
              end:
                end: Take care.
            """), ("flows/other/flow.yaml", """
            steps:
              hello:
                say: Two: colons # RB0001
            """), ("messages/es.yaml", """
            - a list # RB0006
            """), ("prompts/one.yaml", """
            a: prompt # RB0005 on line 1
            """), ("flows/nobody/es.yaml", """
            title: Nadie # RB0007
            """)]),
    ];
}
