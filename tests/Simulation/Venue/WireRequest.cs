using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace TradingPlatform.Simulation.Venue;

/// <summary>A request as its bytes say.</summary>
internal sealed class WireRequest
{
    private readonly Dictionary<string, string> _fields = new(StringComparer.Ordinal);
    private readonly string _signed = string.Empty;

    private WireRequest(string method, string path, string form, string? key)
    {
        (Method, Path, Key) = (method, path, key);
        foreach (var pair in form.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            _fields[pair[..at]] = pair[(at + 1)..];
        }

        var end = form.IndexOf("&signature=", StringComparison.Ordinal);
        _signed = end < 0 ? string.Empty : form[..end];
    }

    public string Method { get; }

    public string Path { get; }

    public string? Key { get; }

    public bool IsSigned => _signed.Length > 0;

    /// <summary>It can put an order on the book.</summary>
    public bool Places => Method == "POST" && Path is not "/api/v3/order/test";

    public DateTimeOffset Timestamp =>
        DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(this["timestamp"]!, CultureInfo.InvariantCulture));

    /// <summary>The client order ids that it would place.</summary>
    public IEnumerable<string> Placed => new[]
    {
        this["newClientOrderId"], this["aboveClientOrderId"], this["belowClientOrderId"],
    }.OfType<string>();

    public string? this[string field] => _fields.GetValueOrDefault(field);

    public static WireRequest Read(HttpRequestMessage request)
    {
        var uri = request.RequestUri!;
        var form = uri.Query.TrimStart('?');
        if (request.Content is { } content)
        {
            // A copy, since a request may be sent twice where it should not be.
            using var body = new MemoryStream();
            content.CopyTo(body, null, CancellationToken.None);
            form = Encoding.ASCII.GetString(body.ToArray());
        }

        var key = request.Headers.NonValidated.TryGetValues("X-MBX-APIKEY", out var keys) ? keys.ToString() : null;
        return new WireRequest(request.Method.Method, uri.AbsolutePath, form, key);
    }

    public decimal Number(string field) =>
        decimal.TryParse(this[field], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : 0;

    public long? Whole(string field) =>
        long.TryParse(this[field], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    public bool IsSignedWith(byte[] secret) => string.Equals(
        this["signature"], Convert.ToHexStringLower(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(_signed))),
        StringComparison.Ordinal);
}
