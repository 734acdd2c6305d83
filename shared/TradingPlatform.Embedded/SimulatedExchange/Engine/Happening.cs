namespace TradingPlatform.Embedded.SimulatedExchange.Engine;

/// <summary>What streams tell their listeners. Made only where somebody listens, sent once it is stored.</summary>
internal abstract record Happening
{
    private Happening()
    {
    }

    /// <summary>An order changed. Where it was cancelled or replaced, the request had a client id of its own.</summary>
    public sealed record Execution(
        Order Order, ExecutionType Type, long ExecutionId, AccountTrade? Trade, string? RequestClientId, long At)
        : Happening;

    /// <summary>Balances that a request touched, as they stand after it.</summary>
    public sealed record Position(int AccountId, IReadOnlyList<KeyValuePair<string, Balance>> Balances, long At)
        : Happening;

    /// <summary>A pair was placed or is done.</summary>
    public sealed record ListChanged(OrderListState List, long At) : Happening;

    /// <summary>Somebody traded.</summary>
    public sealed record Traded(Market Market, PublicTrade Trade, long BuyerOrderId, long SellerOrderId) : Happening;

    /// <summary>The best bid or ask changed.</summary>
    public sealed record TopChanged(Market Market, TopOfBook Top) : Happening;
}
