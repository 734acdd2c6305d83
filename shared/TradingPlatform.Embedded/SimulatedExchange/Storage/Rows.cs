using System.Globalization;
using Microsoft.Data.Sqlite;
using TradingPlatform.Embedded.SimulatedExchange.Engine;

namespace TradingPlatform.Embedded.SimulatedExchange.Storage;

/// <summary>Turns rows into what they were stored from.</summary>
internal static class Rows
{
    public const string OrderColumns =
        "symbol, order_id, account, list_id, client_id, side, type, time_in_force, price, quantity, quote_quantity,"
        + " stop_price, trailing_delta, trailing_time, trailing_extreme, iceberg, executed, executed_quote, status,"
        + " time, update_time, working_time, self_trade, strategy_id, strategy_type, locked, priority, amendments,"
        + " prevented";

    public const string TradeColumns =
        "account, symbol, trade_id, order_id, list_id, price, quantity, quote, commission, commission_asset, time,"
        + " is_buyer, is_maker";

    public const string ListColumns =
        "id, account, symbol, client_id, done, time, locked, first_id, first_client_id, second_id, second_client_id";

    public const string CandleColumns =
        "symbol, open_time, open, high, low, close, volume, quote_volume, trades, taker_volume, taker_quote,"
        + " first_id, last_id";

    public static Order Order(SqliteDataReader row) => new()
    {
        Symbol = row.GetString(0),
        OrderId = row.GetInt64(1),
        AccountId = row.GetInt32(2),
        ListId = row.GetInt64(3),
        ClientOrderId = row.GetString(4),
        Side = Known(Words.ParseSide(row.GetString(5))),
        Type = Known(Words.ParseType(row.GetString(6))),
        TimeInForce = Known(Words.ParseTimeInForce(row.GetString(7))),
        Price = Amount(row, 8),
        Quantity = Amount(row, 9),
        QuoteQuantity = Amount(row, 10),
        StopPrice = Amount(row, 11),
        TrailingDelta = row.GetInt32(12),
        TrailingTime = row.GetInt64(13),
        TrailingExtreme = Amount(row, 14),
        IcebergQuantity = Amount(row, 15),
        Executed = Amount(row, 16),
        ExecutedQuote = Amount(row, 17),
        Status = Known(Words.ParseStatus(row.GetString(18))),
        Time = row.GetInt64(19),
        UpdateTime = row.GetInt64(20),
        WorkingTime = row.GetInt64(21),
        SelfTrade = Known(Words.ParseSelfTrade(row.GetString(22))),
        StrategyId = row.IsDBNull(23) ? null : row.GetInt64(23),
        StrategyType = row.IsDBNull(24) ? null : row.GetInt64(24),
        Locked = Amount(row, 25),
        Priority = row.GetInt64(26),
        Amendments = row.GetInt32(27),
        Prevented = Amount(row, 28),
    };

    public static AccountTrade Trade(SqliteDataReader row) => new(
        row.GetInt32(0),
        row.GetString(1),
        row.GetInt64(2),
        row.GetInt64(3),
        row.GetInt64(4),
        Amount(row, 5),
        Amount(row, 6),
        Amount(row, 7),
        Amount(row, 8),
        row.GetString(9),
        row.GetInt64(10),
        row.GetInt64(11) == 1,
        row.GetInt64(12) == 1);

    public static OrderListState List(SqliteDataReader row) => new(
        row.GetInt64(0),
        row.GetInt32(1),
        row.GetString(2),
        row.GetString(3),
        row.GetInt64(4) == 1,
        row.GetInt64(5),
        Amount(row, 6),
        [(row.GetInt64(7), row.GetString(8)), (row.GetInt64(9), row.GetString(10))]);

    public static (string Symbol, Candle Candle) Candle(SqliteDataReader row) => (row.GetString(0), new Candle
    {
        OpenTime = row.GetInt64(1),
        Open = Amount(row, 2),
        High = Amount(row, 3),
        Low = Amount(row, 4),
        Close = Amount(row, 5),
        Volume = Amount(row, 6),
        QuoteVolume = Amount(row, 7),
        Trades = row.GetInt64(8),
        TakerBuyVolume = Amount(row, 9),
        TakerBuyQuote = Amount(row, 10),
        FirstId = row.GetInt64(11),
        LastId = row.GetInt64(12),
    });

    public static decimal Amount(SqliteDataReader row, int column) =>
        decimal.Parse(row.GetString(column), NumberStyles.Number, CultureInfo.InvariantCulture);

    public static T Known<T>(T? word)
        where T : struct => word ?? throw new InvalidDataException("The exchange's store holds a word it never wrote.");
}
