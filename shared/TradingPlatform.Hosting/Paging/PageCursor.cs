using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using TradingPlatform.Hosting.Pipeline;

namespace TradingPlatform.Hosting.Paging;

/// <summary>Wraps a repository's cursor, so that it only comes back to the list and the tenant that it was given to.</summary>
/// <remarks>
/// The eight bytes in front are a checksum, not a secret: they catch what was cut short, mixed up or made up by hand.
/// What keeps a tenant to its own data is the query, which names the tenant's partition whatever the cursor says.
/// </remarks>
internal static class PageCursor
{
    private const int CheckLength = 8;
    private const int MaxTextLength = 4096;

    internal static string Scope(HttpContext context) =>
        $"{context.CallScope()?.Tenant?.Text}\n{context.Request.Path.Value}";

    internal static string Seal(string cursor, string scope)
    {
        var text = Encoding.UTF8.GetBytes(cursor);
        var whole = new byte[CheckLength + text.Length];
        text.CopyTo(whole, CheckLength);
        Check(text, scope).CopyTo(whole, 0);
        return Base64Url.EncodeToString(whole);
    }

    internal static bool TryOpen(string? sealedText, string scope, out string? cursor)
    {
        cursor = null;
        if (sealedText is not { Length: > 0 and <= MaxTextLength } || !Base64Url.IsValid(sealedText))
        {
            return false;
        }

        var whole = Base64Url.DecodeFromChars(sealedText);
        if (whole.Length <= CheckLength)
        {
            return false;
        }

        var text = whole.AsSpan(CheckLength);
        if (!whole.AsSpan(0, CheckLength).SequenceEqual(Check(text, scope)))
        {
            return false;
        }

        cursor = Encoding.UTF8.GetString(text);
        return true;
    }

    private static byte[] Check(ReadOnlySpan<byte> cursor, string scope)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(scope));
        hash.AppendData("\n"u8);
        hash.AppendData(cursor);
        return hash.GetHashAndReset()[..CheckLength];
    }
}
