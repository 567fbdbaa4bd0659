using FsCheck;
using Microsoft.FSharp.Collections;
using Microsoft.FSharp.Core;

namespace CognitoUnlink.Fuzz;

/// <summary>FsCheck's own runner would print inputs. These are bytes and are written to a file instead.</summary>
internal sealed class SilentRunner : IRunner
{
    public static readonly SilentRunner Instance = new();

    public void OnStartFixture(Type type)
    {
    }

    public void OnArguments(int number, FSharpList<object> arguments, FSharpFunc<int, FSharpFunc<FSharpList<object>, string>> every)
    {
    }

    public void OnShrink(FSharpList<object> arguments, FSharpFunc<FSharpList<object>, string> everyShrink)
    {
    }

    public void OnFinished(string name, TestResult result)
    {
    }
}
