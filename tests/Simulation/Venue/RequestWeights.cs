namespace TradingPlatform.Simulation.Venue;

/// <summary>
/// What one address has used of its minute (FACTS.md E1): over the limit it is told to wait, and whoever goes on is
/// banned.
/// </summary>
internal sealed class RequestWeights
{
    public const int Limit = 6_000;
    private long _minute = -1;
    private int _used;

    public int Used => _used;

    /// <summary>False where the limit is passed.</summary>
    public bool Take(TimeSpan now, int weight)
    {
        var minute = now.Ticks / TimeSpan.TicksPerMinute;
        _used = minute == _minute ? _used + weight : weight;
        _minute = minute;
        return _used <= Limit;
    }

    public static int Of(WireRequest request) => (request.Method, request.Path) switch
    {
        ("GET", "/api/v3/order") => 4,
        ("GET", "/api/v3/openOrders") => request["symbol"] is null ? 80 : 6,
        ("GET", "/api/v3/myTrades") => request["orderId"] is null ? 20 : 5,
        ("GET", "/api/v3/allOrders") => 20,
        ("GET", "/api/v3/account" or "/api/v3/exchangeInfo") => 20,
        ("GET", "/api/v3/ticker/bookTicker") => 2,
        _ => 1,
    };
}
