using System.Globalization;
using CognitoUnlink.Report.Figures;
using CognitoUnlink.TestSupport;
using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;
using OpenQA.Selenium.Chromium;

namespace CognitoUnlink.Report.Tests;

/// <summary>A headless Chromium with its own profile, for the tests of one class.</summary>
public sealed class Browser : IDisposable
{
    private static readonly string? s_program = Find("chromium", "chromium-browser", "google-chrome");
    private static readonly string? s_driver = Find("chromedriver");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("browser-");
    private ChromeDriver? _chrome;

    public static string Missing => "Chromium with its chromedriver is not on PATH.";

    public string Downloads => Directory.CreateDirectory(Path.Combine(_folder.FullName, "downloads")).FullName;

    public ChromeDriver Chrome => _chrome ??= Start();

    /// <summary>Opens a page on a light screen, regardless of what an earlier test emulated, and waits until its script has ended.</summary>
    public void Open(string path)
    {
        TakeLog(LogType.Browser);
        TakeLog("performance");
        Emulate(string.Empty, "light");
        Chrome.Navigate().GoToUrl(new Uri(path));
        Until(() => Script<string>("return document.documentElement.dataset.shown ?? ''").Length > 0);
    }

    public T Script<T>(string script, params object[] arguments) => (T)Convert.ChangeType(Chrome.ExecuteScript(script, arguments)!, typeof(T), CultureInfo.InvariantCulture);

    public string[] Texts(string selector) =>
        [.. ((IEnumerable<object>)Chrome.ExecuteScript("return [...document.querySelectorAll(arguments[0])].map(each => each.textContent)", selector)!).Select(text => (string)text)];

    public IReadOnlyList<string> TakeLog(string kind) => [.. Chrome.Manage().Logs.GetLog(kind).Select(entry => entry.Message)];

    /// <summary>Prints the page. The driver always allows ten seconds for this, and a busy machine may take longer.</summary>
    public void Print()
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                Chrome.Print(new PrintOptions());
                return;
            }
            catch (WebDriverTimeoutException) when (tries < 5)
            {
            }
        }
    }

    public void Emulate(string media, string colorScheme) => Chrome.ExecuteCdpCommand("Emulation.setEmulatedMedia", new()
    {
        ["media"] = media,
        ["features"] = new[] { new Dictionary<string, object> { ["name"] = "prefers-color-scheme", ["value"] = colorScheme } },
    });

    /// <summary>Waits for what the page does a moment later. The limit is far longer than it takes.</summary>
    public static void Until(Func<bool> condition)
    {
        var limit = DateTime.UtcNow.AddSeconds(60);
        while (!condition())
        {
            Assert.True(DateTime.UtcNow < limit, "The page did not reach the expected state.");
            Thread.Sleep(20);
        }
    }

    public void Dispose()
    {
        _chrome?.Dispose();
        _folder.Delete(recursive: true);
    }

    private ChromeDriver Start()
    {
        Skip.Unless(s_program is not null && s_driver is not null, Missing);
        var options = new ChromeOptions { BinaryLocation = s_program };
        options.AddArguments(
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
            "--disable-sync", "--window-size=1280,1000", $"--user-data-dir={_folder.CreateSubdirectory("profile").FullName}");
        options.SetLoggingPreference(LogType.Browser, LogLevel.All);
        options.SetLoggingPreference("performance", LogLevel.All);
        options.PerformanceLoggingPreferences = new ChromiumPerformanceLoggingPreferences { IsCollectingNetworkEvents = true };

        // With the driver's path given, Selenium searches for nothing and downloads nothing.
        var service = ChromeDriverService.CreateDefaultService(Path.GetDirectoryName(s_driver), Path.GetFileName(s_driver));
        var chrome = new ChromeDriver(service, options, TimeSpan.FromMinutes(2));
        chrome.ExecuteCdpCommand("Browser.setDownloadBehavior", new() { ["behavior"] = "allow", ["downloadPath"] = Downloads });
        return chrome;
    }

    private static string? Find(params string[] names) =>
        names.SelectMany(name => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator).Select(folder => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);
}
