namespace ReflectionBot.Core.Crisis.Screen.Likeness;

/// <summary>The lines of a text one after the other, each in the same memory: some hundred thousand are read at the start of every process.</summary>
internal sealed class LearntRows(TextReader text)
{
    private char[] _read = new char[16 * 1024];
    private int _from;
    private int _to;
    private bool _isOver;

    /// <summary>Lines read so far.</summary>
    public int Count { get; private set; }

    /// <summary>The next line without its end, valid until the one after it is asked for; false behind the last.</summary>
    public bool TryNext(out ReadOnlySpan<char> row)
    {
        var length = _read.AsSpan(_from, _to - _from).IndexOf('\n');
        while (length < 0 && !_isOver)
        {
            Fill();
            length = _read.AsSpan(_from, _to - _from).IndexOf('\n');
        }

        if (length < 0)
        {
            length = _to - _from;
            if (length == 0)
            {
                row = default;
                return false;
            }
        }

        row = _read.AsSpan(_from, length);
        _from = Math.Min(_to, _from + length + 1);
        Count++;
        return true;
    }

    private void Fill()
    {
        _read.AsSpan(_from, _to - _from).CopyTo(_read);
        (_from, _to) = (0, _to - _from);
        if (_to == _read.Length)
        {
            Array.Resize(ref _read, 2 * _read.Length);
        }

        var more = text.Read(_read, _to, _read.Length - _to);
        _isOver = more == 0;
        _to += more;
    }
}
