using System.Security.Cryptography;
using TradingPlatform.Core.Accounts;

namespace TradingPlatform.Hosting;

/// <summary>
/// Ids of 26 lower-case letters and digits: 130 bits of the system's generator, so that processes that know nothing of
/// one another never make the same.
/// </summary>
public sealed class RandomIdSource : IIdSource
{
    private const string Base32 = "abcdefghijklmnopqrstuvwxyz234567";
    private const int Length = 26;

    /// <inheritdoc/>
    public string NewId() => RandomNumberGenerator.GetString(Base32, Length);
}
