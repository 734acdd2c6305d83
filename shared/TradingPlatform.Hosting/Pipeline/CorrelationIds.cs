using System.Security.Cryptography;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Hosting.Pipeline;

/// <summary>Makes a correlation id where none came with the call. Injected, so that a test knows what it is.</summary>
public delegate string NewCorrelationId();

/// <summary>Where correlation ids come from.</summary>
public static class CorrelationIds
{
    /// <summary>The header that carries one, in and out.</summary>
    public const string Header = "X-Correlation-Id";

    /// <summary>32 random hexadecimal digits.</summary>
    public static string Random() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>The id that came, where it is a sane one; otherwise a new one.</summary>
    public static string TakeOrMake(string? given, NewCorrelationId make)
    {
        ArgumentNullException.ThrowIfNull(make);
        return Slug.IsValid(given) ? given! : make();
    }
}
