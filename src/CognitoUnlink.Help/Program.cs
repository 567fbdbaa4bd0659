using CognitoUnlink.Help;

if (args is not [var docs, var output])
{
    Console.Error.WriteLine("Usage: CognitoUnlink.Help DOCS OUTPUT");
    return 2;
}

var problems = HelpFiles.Write(docs, output);
foreach (var problem in problems)
{
    // MSBuild recognizes this form as an error.
    Console.Error.WriteLine($"{problem.Path}({problem.Line},1): error HELP001: {problem.Message}");
}

return problems.Count == 0 ? 0 : 1;
