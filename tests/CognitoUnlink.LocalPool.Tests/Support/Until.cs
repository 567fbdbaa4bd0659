namespace CognitoUnlink.LocalPool.Tests.Support;

internal static class Until
{
    /// <summary>Waits until another thread makes the condition true, for much longer than that can take.</summary>
    public static async Task TrueAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!condition())
        {
            await Task.Delay(10, limit.Token);
        }
    }
}
