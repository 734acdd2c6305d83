using System.Net;
using System.Text;
using System.Text.Json;

namespace TradingPlatform.EndToEnd.Edge;

/// <summary>The forms in which a text can stand somewhere without being recognised at once.</summary>
internal static class SecretForms
{
    /// <summary>The bytes of each.</summary>
    public static IEnumerable<byte[]> Of(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        yield return utf8;
        yield return Encoding.Unicode.GetBytes(text);
        foreach (var encoded in new[]
        {
            Convert.ToHexString(utf8), Convert.ToHexStringLower(utf8), Uri.EscapeDataString(text),
            WebUtility.UrlEncode(text), WebUtility.HtmlEncode(text), JsonSerializer.Serialize(text)[1..^1],
        })
        {
            yield return Encoding.UTF8.GetBytes(encoded);
        }

        for (var shift = 0; shift < 3; shift++)
        {
            // Base64 of it looks otherwise at each of three places; the characters at the seams are left out.
            var base64 = Convert.ToBase64String([.. new byte[shift], .. utf8]).TrimEnd('=')[(shift == 0 ? 0 : 4)..^2];
            yield return Encoding.UTF8.GetBytes(base64);
            yield return Encoding.UTF8.GetBytes(base64.Replace('+', '-').Replace('/', '_'));
        }
    }
}
