using TradingPlatform.Core.Secrets;
using TradingPlatform.Hosting.Problems;

namespace TradingPlatform.Credentials;

/// <summary>What labels and keys must look like before anyone is asked about them.</summary>
internal static class AccountFields
{
    private const int LongestLabel = 64;
    private const int LongestKey = 4096;

    public static void RequireLabel(this FieldErrors errors, string? label) => errors.Require(
        label is not null && label.Trim().Length is > 0 and <= LongestLabel && !label.Any(char.IsControl),
        "label", "must be 1 to 64 characters");

    public static void RequireKey(this FieldErrors errors, Secret? apiKey, Secret? apiSecret)
    {
        errors.Require(IsKey(apiKey), "apiKey", "is required, up to 4,096 characters without spaces");
        errors.Require(IsSecret(apiSecret), "apiSecret", "is required, up to 4,096 characters");
    }

    // A key stands in a header, so nothing that could end one may be in it.
    private static bool IsKey(Secret? key) =>
        IsSecret(key) && !key!.Value.Reveal().Any(c => c is <= ' ' or > '~');

    private static bool IsSecret(Secret? key) =>
        key is { IsEmpty: false } && key.Value.Reveal().Length <= LongestKey;
}
