namespace TradingPlatform.Embedded.SimulatedExchange.Engine;

internal enum Side
{
    Buy = 1,
    Sell,
}

internal enum OrderType
{
    Limit = 1,
    Market,
    StopLoss,
    StopLossLimit,
    TakeProfit,
    TakeProfitLimit,
    LimitMaker,
}

internal enum TimeInForce
{
    GoodTillCancelled = 1,
    ImmediateOrCancel,
    FillOrKill,
}

internal enum OrderStatus
{
    New = 1,
    PartiallyFilled,
    Filled,
    Cancelled,
    Expired,
    ExpiredInMatch,
}

internal enum SelfTradePrevention
{
    None = 1,
    ExpireTaker,
    ExpireMaker,
    ExpireBoth,
}

internal enum SymbolStatus
{
    Trading = 1,
    Halt,
    Break,
    EndOfDay,
    CancelOnly,
}

/// <summary>What happened to an order, as an execution report's <c>x</c>.</summary>
internal enum ExecutionType
{
    New = 1,
    Trade,
    Cancelled,
    Expired,
    Replaced,
    TradePrevention,
}

/// <summary>Binance's spelling of every closed set (enums.md), both ways. The store uses it too.</summary>
internal static class Words
{
    public static string Word(this Side side) => side is Side.Buy ? "BUY" : "SELL";

    public static string Word(this OrderType type) => type switch
    {
        OrderType.Limit => "LIMIT",
        OrderType.Market => "MARKET",
        OrderType.StopLoss => "STOP_LOSS",
        OrderType.StopLossLimit => "STOP_LOSS_LIMIT",
        OrderType.TakeProfit => "TAKE_PROFIT",
        OrderType.TakeProfitLimit => "TAKE_PROFIT_LIMIT",
        _ => "LIMIT_MAKER",
    };

    public static string Word(this TimeInForce timeInForce) => timeInForce switch
    {
        TimeInForce.ImmediateOrCancel => "IOC",
        TimeInForce.FillOrKill => "FOK",
        _ => "GTC",
    };

    public static string Word(this OrderStatus status) => status switch
    {
        OrderStatus.New => "NEW",
        OrderStatus.PartiallyFilled => "PARTIALLY_FILLED",
        OrderStatus.Filled => "FILLED",
        OrderStatus.Cancelled => "CANCELED",
        OrderStatus.Expired => "EXPIRED",
        _ => "EXPIRED_IN_MATCH",
    };

    public static string Word(this SelfTradePrevention mode) => mode switch
    {
        SelfTradePrevention.ExpireTaker => "EXPIRE_TAKER",
        SelfTradePrevention.ExpireMaker => "EXPIRE_MAKER",
        SelfTradePrevention.ExpireBoth => "EXPIRE_BOTH",
        _ => "NONE",
    };

    public static string Word(this SymbolStatus status) => status switch
    {
        SymbolStatus.Trading => "TRADING",
        SymbolStatus.Halt => "HALT",
        SymbolStatus.Break => "BREAK",
        SymbolStatus.EndOfDay => "END_OF_DAY",
        _ => "CANCEL_ONLY",
    };

    public static string Word(this ExecutionType type) => type switch
    {
        ExecutionType.New => "NEW",
        ExecutionType.Trade => "TRADE",
        ExecutionType.Cancelled => "CANCELED",
        ExecutionType.Expired => "EXPIRED",
        ExecutionType.Replaced => "REPLACED",
        _ => "TRADE_PREVENTION",
    };

    public static Side? ParseSide(string word) => word switch
    {
        "BUY" => Side.Buy,
        "SELL" => Side.Sell,
        _ => null,
    };

    public static OrderType? ParseType(string word) => word switch
    {
        "LIMIT" => OrderType.Limit,
        "MARKET" => OrderType.Market,
        "STOP_LOSS" => OrderType.StopLoss,
        "STOP_LOSS_LIMIT" => OrderType.StopLossLimit,
        "TAKE_PROFIT" => OrderType.TakeProfit,
        "TAKE_PROFIT_LIMIT" => OrderType.TakeProfitLimit,
        "LIMIT_MAKER" => OrderType.LimitMaker,
        _ => null,
    };

    public static TimeInForce? ParseTimeInForce(string word) => word switch
    {
        "GTC" => TimeInForce.GoodTillCancelled,
        "IOC" => TimeInForce.ImmediateOrCancel,
        "FOK" => TimeInForce.FillOrKill,
        _ => null,
    };

    public static OrderStatus? ParseStatus(string word) => word switch
    {
        "NEW" => OrderStatus.New,
        "PARTIALLY_FILLED" => OrderStatus.PartiallyFilled,
        "FILLED" => OrderStatus.Filled,
        "CANCELED" => OrderStatus.Cancelled,
        "EXPIRED" => OrderStatus.Expired,
        "EXPIRED_IN_MATCH" => OrderStatus.ExpiredInMatch,
        _ => null,
    };

    public static SelfTradePrevention? ParseSelfTrade(string word) => word switch
    {
        "NONE" => SelfTradePrevention.None,
        "EXPIRE_TAKER" => SelfTradePrevention.ExpireTaker,
        "EXPIRE_MAKER" => SelfTradePrevention.ExpireMaker,
        "EXPIRE_BOTH" => SelfTradePrevention.ExpireBoth,
        _ => null,
    };

    public static SymbolStatus? ParseSymbolStatus(string word) => word switch
    {
        "TRADING" => SymbolStatus.Trading,
        "HALT" => SymbolStatus.Halt,
        "BREAK" => SymbolStatus.Break,
        "END_OF_DAY" => SymbolStatus.EndOfDay,
        "CANCEL_ONLY" => SymbolStatus.CancelOnly,
        _ => null,
    };
}
