using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Aws.Vault;

/// <summary>
/// A version's name as Secrets Manager wants it: a request's token becomes the version's id, and has 32 to 64
/// characters. Shorter names are filled up with dots, which no name of ours has.
/// </summary>
internal static class VersionToken
{
    private const int Shortest = 32;
    private const char Filler = '.';

    /// <exception cref="ArgumentException">The name is no slug.</exception>
    internal static string Of(string version) => Slug.IsValid(version)
        ? version.PadRight(Shortest, Filler)
        : throw new ArgumentException("A version's name is a slug.", nameof(version));

    /// <summary>The version's name; an id that Secrets Manager made by itself is one as it is.</summary>
    internal static string Read(string id) => id.TrimEnd(Filler);
}
