namespace CognitoUnlink.Bench.Scan;

/// <summary>What a scan costs this process.</summary>
/// <param name="UsersPerSecond">How fast it is.</param>
/// <param name="CpuMicroseconds">Processor time a user.</param>
/// <param name="Bytes">Allocations a user.</param>
internal sealed record ScanCost(double UsersPerSecond, double CpuMicroseconds, double Bytes);
