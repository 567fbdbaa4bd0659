using System.Collections;
using System.Management.Automation;

namespace CognitoUnlink.PowerShell.Completion;

/// <summary>
/// $PSDefaultParameterValues, which PowerShell does not tell completers of. Script blocks in it are not run.
/// <see href="https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_parameters_default_values"/>
/// </summary>
internal static class DefaultParameters
{
    /// <summary>A parameter's default; null for none.</summary>
    public static object? Find(SessionState session, string commandName, string parameterName)
    {
        if (session.PSVariable.GetValue("PSDefaultParameterValues") is not IDictionary defaults || LanguagePrimitives.IsTrue(defaults["Disabled"]))
        {
            return null;
        }

        return defaults.Cast<DictionaryEntry>()
            .Where(entry => $"{entry.Key}".Split(':', 2) is [var command, var parameter] && IsLike(command, commandName) && IsLike(parameter, parameterName))
            .Select(entry => entry.Value)
            .FirstOrDefault(value => value is not ScriptBlock);
    }

    private static bool IsLike(string pattern, string name) =>
        WildcardPattern.Get(pattern.Trim().Trim('\'', '"'), WildcardOptions.IgnoreCase).IsMatch(name);
}
