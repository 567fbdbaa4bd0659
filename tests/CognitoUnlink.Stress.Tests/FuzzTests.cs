using System.Globalization;
using System.Security.Cryptography;
using CognitoUnlink.Fuzz;

namespace CognitoUnlink.Stress.Tests;

/// <summary>Fuzzes every target for a moment; <c>dotnet run --project tests/CognitoUnlink.Stress -- fuzz</c> continues for as long as you like.</summary>
[Collection(nameof(AloneInTheProcess))]
public sealed class FuzzTests
{
    private const int Inputs = 150;

    public static TheoryData<string> Targets => [.. FuzzTargets.All.Select(target => target.Name)];

    /// <summary>Every file in the corpus.</summary>
    public static TheoryData<string, string> Kept =>
        new(FuzzTargets.All.SelectMany(target => Corpus.Of(target).Select(path => (target.Name, Path.GetFileName(path)))));

    [Theory]
    [MemberData(nameof(Kept))]
    public void Inputs_from_the_corpus_do_no_harm(string target, string file)
    {
        var found = FuzzTargets.All.Single(one => one.Name == target);

        var problem = Record.Exception(() => new FuzzRun(found).CheckOne(File.ReadAllBytes(Path.Combine(Corpus.Folder, target, file))));

        Assert.Null(problem);
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Inputs_from_a_fixed_seed_do_no_harm(string target) => Check(target, 20260304);

    [Theory]
    [MemberData(nameof(Targets))]
    public void Inputs_from_a_random_seed_do_no_harm(string target) => Check(target, BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)));

    [Fact]
    public void The_corpus_has_a_folder_for_each_target_and_no_others() =>
        Assert.Equal(
            FuzzTargets.All.Select(target => target.Name).Order(StringComparer.Ordinal),
            Directory.EnumerateDirectories(Corpus.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));

    private static void Check(string name, ulong seed)
    {
        var target = FuzzTargets.All.Single(one => one.Name == name);
        var finding = new FuzzRun(target).Batch(seed, Inputs);
        Assert.True(
            finding is null,
            string.Create(CultureInfo.InvariantCulture, $"dotnet run --project tests/CognitoUnlink.Stress -- fuzz {name} --seed {seed}\n{Convert.ToBase64String(finding?.Input ?? [])}\n{finding?.Problem}"));
    }
}
