namespace TradingPlatform.Embedded.SimulatedExchange.Engine;

/// <summary>Why a request was refused: Binance's code, message and HTTP status (errors.md).</summary>
internal sealed record Refusal(int Code, string Message, int Status = 400)
{
    public static Refusal MarketClosed { get; } = new(-1013, "Market is closed.");

    public static Refusal InvalidQuantity { get; } = new(-1013, "Invalid quantity.");

    public static Refusal InvalidPrice { get; } = new(-1013, "Invalid price.");

    public static Refusal Duplicate { get; } = new(-2010, "Duplicate order sent.");

    public static Refusal InsufficientBalance { get; } =
        new(-2010, "Account has insufficient balance for requested action.");

    public static Refusal WouldTake { get; } = new(-2010, "Order would immediately match and take.");

    public static Refusal WouldTrigger { get; } = new(-2010, "Order would trigger immediately.");

    public static Refusal IcebergTooLarge { get; } = new(-2010, "IcebergQty exceeds QTY.");

    public static Refusal PriceRelation { get; } =
        new(-2010, "The relationship of the prices for the orders is not correct.");

    public static Refusal NoLiquidity { get; } =
        new(-2010, "Order book liquidity is less than symbol minimum quantity.");

    public static Refusal UnknownOrder { get; } = new(-2011, "Unknown order sent.");

    public static Refusal CancelRestricted { get; } =
        new(-2011, "Order was not canceled due to cancel restrictions.");

    public static Refusal NoSuchOrder { get; } = new(-2013, "Order does not exist.");

    public static Refusal IdMismatch { get; } =
        new(-2039, "Client order ID is not correct for this order ID.");

    public static Refusal Unsupported { get; } = new(-1020, "This operation is not supported.");

    public static Refusal TooManyAmends { get; } =
        new(-2038, "Filter failure: MAX_NUM_ORDER_AMENDS");

    public static Refusal AmendNotLess { get; } =
        new(-2038, "The new quantity must be less than the current quantity and more than what is executed.");

    /// <summary>The API refuses before the order reaches the matching engine.</summary>
    public static Refusal Filter(string name) => new(-1013, "Filter failure: " + name);

    /// <summary>The one filter that the engine itself applies: recorded answers carry -2010.</summary>
    public static Refusal PositionFilter { get; } = new(-2010, "Filter failure: MAX_POSITION");
}
