using CognitoUnlink.Bench.Pool;

namespace CognitoUnlink.Bench.Unlink;

/// <summary>Somebody who unlinks the identities of a <see cref="LinkedPool"/>.</summary>
internal interface IUnlinkClient
{
    string Name { get; }

    /// <summary>Identities a measurement; slow clients want fewer.</summary>
    int Items { get; }

    /// <summary>Identities that are unlinked before the clock runs: just-in-time compilation, connections.</summary>
    int WarmUp { get; }

    /// <summary>Unlinks <see cref="WarmUp"/> and then <see cref="Items"/> identities.</summary>
    /// <returns>The time that <see cref="Items"/> took.</returns>
    Task<UnlinkTime> RunAsync(PoolProcess server, LinkedPool pool);
}
