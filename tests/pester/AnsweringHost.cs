using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
using System.Text;
using System.Threading;

/// <summary>A host that answers prompts from a list and records them.</summary>
public sealed class AnsweringHost : PSHost
{
    private readonly AnsweringUI _ui;

    public AnsweringHost(params string[] answers) { _ui = new AnsweringUI(new Queue<string>(answers)); }

    public IList<string> Prompts { get { return _ui.Prompts; } }

    /// <summary>How long each answer takes.</summary>
    public TimeSpan AnswerDelay { get { return _ui.AnswerDelay; } set { _ui.AnswerDelay = value; } }

    /// <summary>All that was written to the screen.</summary>
    public string Screen { get { return _ui.Screen.ToString(); } }

    /// <summary>Clears the prompts and the screen, and sets the answers for the next script.</summary>
    public void Reset(string[] answers) { _ui.Reset(answers); }

    /// <summary>What Ctrl+C does to the prompt that the answer "wait" leaves open.</summary>
    public void EndPrompt() { _ui.Ended.Set(); }

    public override string Name { get { return "AnsweringHost"; } }
    public override Version Version { get { return new Version(1, 0); } }
    public override Guid InstanceId { get; } = Guid.NewGuid();
    public override PSHostUserInterface UI { get { return _ui; } }
    public override CultureInfo CurrentCulture { get { return CultureInfo.InvariantCulture; } }
    public override CultureInfo CurrentUICulture { get { return CultureInfo.InvariantCulture; } }
    public override void EnterNestedPrompt() { }
    public override void ExitNestedPrompt() { }
    public override void NotifyBeginApplication() { }
    public override void NotifyEndApplication() { }
    public override void SetShouldExit(int exitCode) { }
}

public sealed class AnsweringUI : PSHostUserInterface
{
    private readonly Queue<string> _answers;

    public AnsweringUI(Queue<string> answers) { _answers = answers; }

    public void Reset(string[] answers)
    {
        _answers.Clear();
        foreach (var answer in answers) { _answers.Enqueue(answer); }
        Prompts.Clear();
        Screen.Clear();
    }

    public List<string> Prompts { get; } = new List<string>();

    public TimeSpan AnswerDelay { get; set; }

    public StringBuilder Screen { get; } = new StringBuilder();

    public ManualResetEventSlim Ended { get; } = new ManualResetEventSlim();

    public override PSHostRawUserInterface RawUI { get { return null; } }

    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        Prompts.Add(message);
        Thread.Sleep(AnswerDelay);
        var answer = _answers.Dequeue();
        if (answer == "wait")
        {
            Ended.Wait();
            throw new PipelineStoppedException();
        }

        for (var i = 0; i < choices.Count; i++)
        {
            if (choices[i].Label.Replace("&", "") == answer) { return i; }
        }

        throw new InvalidOperationException("No choice " + answer);
    }

    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions)
    {
        Prompts.Add(message);
        var answers = new Dictionary<string, PSObject>();
        foreach (var field in descriptions)
        {
            var secret = new SecureString();
            foreach (var letter in _answers.Dequeue()) { secret.AppendChar(letter); }
            answers[field.Name] = PSObject.AsPSObject(secret);
        }

        return answers;
    }

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) { throw new NotSupportedException(); }
    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName, PSCredentialTypes allowed, PSCredentialUIOptions options) { throw new NotSupportedException(); }
    public override string ReadLine() { throw new NotSupportedException(); }
    public override SecureString ReadLineAsSecureString() { throw new NotSupportedException(); }
    public override void Write(string value) { Screen.Append(value); }
    public override void Write(ConsoleColor foreground, ConsoleColor background, string value) { Screen.Append(value); }
    public override void WriteLine(string value) { Screen.Append(value).Append('\n'); }
    public override void WriteDebugLine(string message) { WriteLine(message); }
    public override void WriteErrorLine(string value) { WriteLine(value); }
    public override void WriteProgress(long sourceId, ProgressRecord record) { WriteLine(record.Activity + record.StatusDescription + record.CurrentOperation); }
    public override void WriteVerboseLine(string message) { WriteLine(message); }
    public override void WriteWarningLine(string message) { WriteLine(message); }
}
