using System.Globalization;
using CognitoUnlink.Running;

namespace CognitoUnlink.Cli.Output;

/// <summary>The progress line on stderr; it is shown only on a terminal.</summary>
internal sealed class ProgressBar
{
    private const int BarWidth = 20;
    private const int NarrowestTerminal = 20;

    private readonly RunProgress _progress = new();
    private readonly bool _isTerminal = !Console.IsErrorRedirected && !Screen.IsDumb;
    private string _line = string.Empty;

    public bool IsDue => _isTerminal && _progress.IsDue;

    public void Show(string items, long done, long? total, long errors, long retried, string? remark = null)
    {
        var line = Fit(_progress.Show(done, total, errors, retried), items, remark, Math.Max(NarrowestTerminal, Screen.Width) - 1);
        Console.Error.Write($"\r{line.PadRight(_line.Length)}");
        _line = line;
    }

    /// <summary>Writes something above the line.</summary>
    public void Write(Action write)
    {
        var line = _line;
        Clear();
        write();
        Console.Error.Write(line);
        _line = line;
    }

    public void Clear()
    {
        if (_line.Length > 0)
        {
            Console.Error.Write($"\r{new string(' ', _line.Length)}\r");
            _line = string.Empty;
        }
    }

    /// <summary>The line in the available room: the bar shrinks first, then the remark is dropped.</summary>
    private static string Fit(ProgressState state, string items, string? remark, int room)
    {
        string[] lines = [Text(state, items, remark, BarWidth), Text(state, items, remark, BarWidth / 2), Text(state, items, remark, 0), Text(state, items, null, 0)];
        var line = lines.FirstOrDefault(line => line.Length <= room) ?? lines[^1];
        return line[..Math.Min(line.Length, room)];
    }

    private static string Text(ProgressState state, string items, string? remark, int barWidth)
    {
        var bar = state.PercentComplete is { } percent
            ? string.Create(CultureInfo.InvariantCulture, $"{Bar(percent, barWidth)}{percent,3} % ")
            : string.Empty;
        var rest = remark is null ? string.Empty : $"; {remark}";
        return $"{bar}{state.Describe(items)}{rest}{Left(state.TimeLeft)}";
    }

    private static string Bar(int percent, int width) => width == 0 ? string.Empty : $"[{new string('#', percent * width / 100).PadRight(width, '.')}] ";

    private static string Left(TimeSpan? time) => time switch
    {
        null => string.Empty,
        { TotalHours: >= 1 } left => string.Create(CultureInfo.InvariantCulture, $"; {(int)left.TotalHours} h {left.Minutes:00} min left"),
        { TotalMinutes: >= 1 } left => string.Create(CultureInfo.InvariantCulture, $"; {left.TotalMinutes:0} min left"),
        { } left => string.Create(CultureInfo.InvariantCulture, $"; {left.TotalSeconds:0} s left"),
    };
}
