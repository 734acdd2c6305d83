using System.Runtime.InteropServices;

namespace TradingPlatform.Embedded.SimulatedExchange.Engine;

/// <summary>Counts an account's unfilled orders in fixed windows of ten seconds and of a day: a first fill gives its
/// order's place back (faqs/order_count_decrement.md).</summary>
internal sealed class OrderRate
{
    private const long TenSeconds = 10_000;
    private const long Day = 86_400_000;
    private Window _short;
    private Window _long;

    public int InTenSeconds(long now) => _short.Count(now / TenSeconds);

    public int InDay(long now) => _long.Count(now / Day);

    public void Placed(int orders, long now)
    {
        _short = _short.Plus(orders, now / TenSeconds);
        _long = _long.Plus(orders, now / Day);
    }

    public void Filled(long now)
    {
        _short = _short.Plus(-1, now / TenSeconds);
        _long = _long.Plus(-1, now / Day);
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Window(long Number, int Orders)
    {
        public int Count(long number) => number == Number ? Orders : 0;

        public Window Plus(int orders, long number) => new(number, Math.Max(0, Count(number) + orders));
    }
}
