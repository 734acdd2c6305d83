using TradingPlatform.Core.Orders;

namespace TradingPlatform.Simulation.Venue;

/// <summary>What is asked of the exchange.</summary>
internal sealed record NewOrder(string ClientId, Listing Listing, OrderSide Side, OrderType Type)
{
    public decimal Quantity { get; init; }

    public decimal QuoteQuantity { get; init; }

    public decimal Price { get; init; }

    public decimal StopPrice { get; init; }

    public TimeInForce TimeInForce { get; init; } = TimeInForce.Gtc;
}

/// <summary>How an order stood from a moment on.</summary>
internal readonly record struct Standing(TimeSpan Since, string Status, decimal Executed, decimal Quote);

/// <summary>An order in the exchange's own books: the truth.</summary>
internal sealed class VenueOrder(long id, VenueAccount account, NewOrder asked, TimeSpan at)
{
    /// <summary>The status of one that the exchange has lost.</summary>
    public const string Gone = "GONE";

    private readonly List<Standing> _standings = [new Standing(at, "NEW", 0, 0)];

    public long Id { get; } = id;

    public VenueAccount Account { get; } = account;

    public NewOrder Asked { get; } = asked;

    public TimeSpan At { get; } = at;

    /// <summary>Of an order in the quote asset it is set when it trades.</summary>
    public decimal Quantity { get; set; } = asked.Quantity;

    /// <summary>It waits for its stop price.</summary>
    public bool Waits { get; set; } = asked.Type.HasStop();

    /// <summary>The other leg of its pair; null for a single order.</summary>
    public VenueOrder? OtherLeg { get; set; }

    public long? ListId { get; set; }

    public string Status => _standings[^1].Status;

    public decimal Executed => _standings[^1].Executed;

    public decimal Quote => _standings[^1].Quote;

    public decimal Left => Quantity - Executed;

    public bool IsOpen => Status is "NEW" or "PARTIALLY_FILLED";

    /// <summary>The exchange has lost it, and knows it no more.</summary>
    public bool IsGone => Status == Gone;

    /// <summary>When it last changed.</summary>
    public TimeSpan ChangedAt => _standings[^1].Since;

    public void Become(TimeSpan now, string status, decimal executed, decimal quote) =>
        _standings.Add(new Standing(now, status, executed, quote));

    /// <summary>How it stood at a moment; null where it was not there yet, or not any more.</summary>
    public Standing? AsOf(TimeSpan moment)
    {
        for (var i = _standings.Count - 1; i >= 0; i--)
        {
            if (_standings[i].Since <= moment)
            {
                return _standings[i].Status == Gone ? null : _standings[i];
            }
        }

        return null;
    }
}

/// <summary>A trade in the exchange's own books.</summary>
internal sealed record VenueTrade(
    long Id, VenueOrder Order, decimal Price, decimal Quantity, decimal Commission, string CommissionAsset, bool Maker,
    TimeSpan At)
{
    public decimal Quote => Price * Quantity;
}

/// <summary>An account at the exchange.</summary>
internal sealed class VenueAccount(string owner, string key, string secret)
{
    /// <summary>Whose it is, in the platform's words: tenant and account.</summary>
    public string Owner { get; } = owner;

    /// <summary>The keys that the exchange accepts now, with what each signs with.</summary>
    public Dictionary<string, byte[]> Keys { get; } = new(StringComparer.Ordinal)
    {
        [key] = System.Text.Encoding.UTF8.GetBytes(secret),
    };

    public bool PaysInBnb { get; init; }

    /// <summary>When funds were moved in or out.</summary>
    public List<TimeSpan> FundsMoved { get; } = [];

    public Dictionary<string, decimal> Totals { get; } = new(StringComparer.Ordinal)
    {
        ["BTC"] = 100, ["ETH"] = 2_000, ["USDT"] = 5_000_000, ["BNB"] = 10_000,
    };

    public List<VenueOrder> Orders { get; } = [];

    public List<VenueTrade> Trades { get; } = [];
}

/// <summary>The exchange says no; nothing was done.</summary>
internal sealed record VenueRefusal(int Code, string Message)
{
    public static VenueRefusal UnknownOrder { get; } = new(-2011, "Unknown order sent.");
}
