using System.Security.Cryptography;
using TradingPlatform.Core.Accounts;

namespace TradingPlatform.Embedded;

/// <summary>Ids of 20 lower-case letters and digits, from the system's generator.</summary>
public sealed class RandomIds : IIdSource
{
    private const string Letters = "0123456789abcdefghijkmnpqrstuvwx";

    /// <inheritdoc/>
    public string NewId() => RandomNumberGenerator.GetString(Letters, 20);
}
