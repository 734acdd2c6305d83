namespace TradingPlatform.Embedded.SimulatedExchange.Engine;

/// <summary>One account's side of a trade. The id is unique per symbol only, as on Binance.</summary>
internal sealed record AccountTrade(
    int AccountId,
    string Symbol,
    long TradeId,
    long OrderId,
    long ListId,
    decimal Price,
    decimal Quantity,
    decimal Quote,
    decimal Commission,
    string CommissionAsset,
    long Time,
    bool IsBuyer,
    bool IsMaker);

/// <summary>A trade as everybody sees it.</summary>
internal readonly record struct PublicTrade(
    long Id, decimal Price, decimal Quantity, decimal Quote, long Time, bool IsBuyerMaker);

/// <summary>The best prices; a side that is empty has zeros.</summary>
internal readonly record struct TopOfBook(
    long UpdateId, decimal Bid, decimal BidQuantity, decimal Ask, decimal AskQuantity);
