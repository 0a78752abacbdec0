using System.Runtime.InteropServices;

namespace ReflectionBot.Core.Crisis.Screen;

internal enum TokenKind
{
    Word,
    ClauseBreak,
    SentenceBreak,
}

/// <summary>A piece of folded text. <paramref name="Glued"/>: no white space stands between it and the piece before.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Token(TokenKind Kind, string Text, bool Glued);
