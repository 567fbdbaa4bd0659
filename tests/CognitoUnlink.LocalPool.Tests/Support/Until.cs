namespace CognitoUnlink.LocalPool.Tests.Support;

internal static class Until
{
    /// <summary>Waits for what another thread brings about; much longer than it can take.</summary>
    public static async Task TrueAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!condition())
        {
            await Task.Delay(10, patience.Token);
        }
    }
}
