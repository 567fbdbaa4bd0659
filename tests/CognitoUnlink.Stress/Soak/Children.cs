using System.Diagnostics;

namespace CognitoUnlink.Soak;

/// <summary>Starts programs that are in the same folder as this one. They end when it ends, unless it is killed.</summary>
internal static class Children
{
    public static string CommandLine { get; } = Path.Combine(AppContext.BaseDirectory, "cognito-unlink.dll");

    public static string This { get; } = typeof(Children).Assembly.Location;

    public static Process Start(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?> environment)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", program, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        AppDomain.CurrentDomain.ProcessExit += EndIt;
        process.Exited += (_, _) => AppDomain.CurrentDomain.ProcessExit -= EndIt;
        process.EnableRaisingEvents = true;
        return process;

        void EndIt(object? sender, EventArgs e)
        {
            try
            {
                process.Kill();
            }
            catch (InvalidOperationException)
            {
                // It has ended, or was disposed of.
            }
        }
    }
}
