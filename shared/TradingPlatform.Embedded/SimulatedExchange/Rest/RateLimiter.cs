using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using TradingPlatform.Embedded.SimulatedExchange.Engine;

namespace TradingPlatform.Embedded.SimulatedExchange.Rest;

/// <summary>Counts request weight by address and refuses who uses too much: 429 until the window ends, and a ban with
/// 418 for who goes on all the same.</summary>
internal sealed class RateLimiter(SimulatedLimits limits)
{
    private const long Minute = 60_000;
    private static readonly TimeSpan LongestBan = TimeSpan.FromDays(3);
    private readonly ConcurrentDictionary<IPAddress, Usage> _usage = new();

    /// <summary>Refuses the request, or returns null and counts it.</summary>
    public Reply? Enter(IPAddress address, long now)
    {
        var usage = _usage.GetOrAdd(address, static _ => new Usage());
        lock (usage)
        {
            if (now < usage.BannedUntil)
            {
                return Banned(usage, now);
            }

            usage.Roll(now);
            usage.Requests++;
            if (usage.Weight < limits.WeightPerMinute && usage.Requests <= limits.RequestsPerFiveMinutes)
            {
                return null;
            }

            if (++usage.Ignored <= limits.IgnoredRefusalsBeforeBan)
            {
                return TooMuch(now);
            }

            usage.Ban(now, limits.FirstBan, LongestBan);
            return Banned(usage, now);
        }
    }

    /// <summary>Adds what a request cost and returns what the minute has cost so far.</summary>
    public int Charge(IPAddress address, int weight, long now)
    {
        var usage = _usage.GetOrAdd(address, static _ => new Usage());
        lock (usage)
        {
            usage.Roll(now);
            usage.Weight += weight;
            return usage.Weight;
        }
    }

    /// <summary>Refuses orders beyond the account's rate; call it under the engine's gate.</summary>
    public Refusal? RefuseOrders(Account account, int orders, long now) =>
        account.Rate.InTenSeconds(now) + orders > limits.OrdersPerTenSeconds
            ? TooManyOrders(limits.OrdersPerTenSeconds, "10 SECOND")
        : account.Rate.InDay(now) + orders > limits.OrdersPerDay
            ? TooManyOrders(limits.OrdersPerDay, "1 DAY")
        : null;

    private static Refusal TooManyOrders(int limit, string interval) =>
        new(-1015, $"Too many new orders; current limit is {limit} orders per {interval}.", 429);

    private static Reply Banned(Usage usage, long now) => Reply.Refuse(new Refusal(
        -1003,
        $"Way too much request weight used; IP banned until {usage.BannedUntil.ToString(CultureInfo.InvariantCulture)}."
        + " Please use WebSocket Streams for live updates to avoid bans.",
        418), 0) with
    { RetryAfter = Seconds(usage.BannedUntil - now) };

    private static long Seconds(long milliseconds) => Math.Max(1, (milliseconds + 999) / 1000);

    private Reply TooMuch(long now) => Reply.Refuse(new Refusal(
        -1003,
        $"Too much request weight used; current limit is {limits.WeightPerMinute} request weight per 1 MINUTE."
        + " Please use WebSocket Streams for live updates to avoid polling the API.",
        429), 0) with
    { RetryAfter = Seconds(Minute - (now % Minute)) };

    private sealed class Usage
    {
        private long _minute;
        private long _fiveMinutes;
        private int _bans;

        public int Weight { get; set; }

        public int Requests { get; set; }

        public int Ignored { get; set; }

        public long BannedUntil { get; private set; }

        public void Roll(long now)
        {
            if (now / Minute != _minute)
            {
                (_minute, Weight, Ignored) = (now / Minute, 0, 0);
            }

            if (now / (5 * Minute) != _fiveMinutes)
            {
                (_fiveMinutes, Requests) = (now / (5 * Minute), 0);
            }
        }

        public void Ban(long now, TimeSpan first, TimeSpan longest)
        {
            var length = Math.Min(first.TotalMilliseconds * (1 << Math.Min(_bans++, 20)), longest.TotalMilliseconds);
            BannedUntil = now + (long)length;
            Ignored = 0;
        }
    }
}
