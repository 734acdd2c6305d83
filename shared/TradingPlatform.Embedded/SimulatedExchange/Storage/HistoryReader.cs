using Microsoft.Data.Sqlite;
using TradingPlatform.Embedded.SimulatedExchange.Engine;

namespace TradingPlatform.Embedded.SimulatedExchange.Storage;

/// <summary>Answers questions about what has left memory. Every read takes the one connection in turn; each is a
/// short look-up by index.</summary>
internal sealed class HistoryReader(string path, SecretSeal seal) : IDisposable
{
    private readonly Lock _turn = new();
    private readonly SqliteConnection _connection = Schema.Open(path);

    public Order? Order(int account, string symbol, long orderId) => Read(
        $"SELECT {Rows.OrderColumns} FROM orders WHERE symbol = $1 AND order_id = $2 AND account = $0",
        Rows.Order, account, symbol, orderId).FirstOrDefault();

    /// <summary>Where an id was used more than once, the newest order that had it.</summary>
    public Order? Order(int account, string symbol, string clientId) => Read(
        $"SELECT {Rows.OrderColumns} FROM orders WHERE account = $0 AND client_id = $2 AND symbol = $1"
        + " ORDER BY order_id DESC LIMIT 1",
        Rows.Order, account, symbol, clientId).FirstOrDefault();

    /// <summary>From an id on, oldest first; or the newest <paramref name="limit"/>, oldest first too.</summary>
    public List<Order> Orders(int account, string symbol, long? fromId, long start, long end, int limit)
    {
        var isFromStart = fromId is not null || start > 0;
        var rows = Read(
            $"SELECT {Rows.OrderColumns} FROM orders WHERE account = $0 AND symbol = $1 AND order_id >= $2"
            + $" AND time >= $3 AND time <= $4 ORDER BY order_id {(isFromStart ? "ASC" : "DESC")} LIMIT $5",
            Rows.Order, account, symbol, fromId ?? 0, start, end, limit);
        if (!isFromStart)
        {
            rows.Reverse();
        }

        return rows;
    }

    public List<Order> EveryOrder(int account) => Read(
        $"SELECT {Rows.OrderColumns} FROM orders WHERE account = $0 ORDER BY symbol, order_id", Rows.Order, account);

    public List<AccountTrade> Trades(
        int account, string symbol, long? orderId, long? fromId, long start, long end, int limit)
    {
        var isFromStart = fromId is not null || start > 0;
        var rows = Read(
            $"SELECT {Rows.TradeColumns} FROM trades WHERE account = $0 AND symbol = $1 AND trade_id >= $2"
            + " AND time >= $3 AND time <= $4" + (orderId is null ? string.Empty : " AND order_id = $6")
            + $" ORDER BY trade_id {(isFromStart ? "ASC" : "DESC")} LIMIT $5",
            Rows.Trade, account, symbol, fromId ?? 0, start, end, limit, orderId ?? 0);
        if (!isFromStart)
        {
            rows.Reverse();
        }

        return rows;
    }

    public List<AccountTrade> EveryTrade(int account) => Read(
        $"SELECT {Rows.TradeColumns} FROM trades WHERE account = $0 ORDER BY symbol, trade_id", Rows.Trade, account);

    public OrderListState? List(int account, long? id, string? clientId) => Read(
        $"SELECT {Rows.ListColumns} FROM lists WHERE account = $0 AND "
        + (id is null ? "client_id = $1" : "id = $1") + " ORDER BY id DESC LIMIT 1",
        Rows.List, account, id is { } number ? number : clientId ?? string.Empty).FirstOrDefault();

    public List<OrderListState> Lists(int account, long fromId, long start, long end, int limit) => Read(
        $"SELECT {Rows.ListColumns} FROM lists WHERE account = $0 AND id >= $1 AND time >= $2 AND time <= $3"
        + " ORDER BY id LIMIT $4",
        Rows.List, account, fromId, start, end, limit);

    public IReadOnlyList<NewAccount> Accounts() => Read(
        "SELECT id, api_key, secret_key, permissions, created_at FROM accounts ORDER BY id",
        row => new NewAccount(
            row.GetInt32(0),
            seal.Open((byte[])row.GetValue(1), row.GetInt32(0)),
            seal.Open((byte[])row.GetValue(2), row.GetInt32(0)),
            PermissionBits.To(row.GetInt64(3)),
            row.GetInt64(4)));

    public IReadOnlyList<KeyRecord> Keys() => Read(
        "SELECT account, api_key, secret_key, permissions, created_at, number, revoked FROM more_keys ORDER BY number",
        row => new KeyRecord(
            new NewAccount(
                row.GetInt32(0),
                seal.Open((byte[])row.GetValue(1), row.GetInt32(0)),
                seal.Open((byte[])row.GetValue(2), row.GetInt32(0)),
                PermissionBits.To(row.GetInt64(3)),
                row.GetInt64(4)),
            row.GetInt32(5),
            row.GetInt64(6) == 1));

    public List<(int Account, string Asset, Balance Balance)> Balances() => Read(
        "SELECT account, asset, free, locked FROM balances",
        row => (row.GetInt32(0), row.GetString(1), new Balance(Rows.Amount(row, 2), Rows.Amount(row, 3))));

    /// <summary>Everything that the engine takes up at start.</summary>
    public EngineState State(
        IReadOnlyDictionary<int, Account> accounts, IEnumerable<string> symbols, long candlesSince) => new(
        accounts,
        Read($"SELECT {Rows.OrderColumns} FROM orders WHERE open = 1", Rows.Order),
        Read($"SELECT {Rows.ListColumns} FROM lists WHERE done = 0", Rows.List),
        symbols.ToDictionary(
            symbol => symbol,
            symbol => Read("SELECT max(order_id) FROM orders WHERE symbol = $0", LongOrZero, symbol)[0],
            StringComparer.Ordinal),
        Read("SELECT max(id) FROM lists", LongOrZero)[0],
        Read("SELECT name, value FROM counters", row => KeyValuePair.Create(row.GetString(0), row.GetInt64(1)))
            .ToDictionary(StringComparer.Ordinal),
        Read(
            "SELECT symbol, reference, last, status FROM prices",
            row => KeyValuePair.Create(
                row.GetString(0),
                (Rows.Amount(row, 1), Rows.Amount(row, 2), Rows.Known(Words.ParseSymbolStatus(row.GetString(3))))))
            .ToDictionary(StringComparer.Ordinal),
        Read($"SELECT {Rows.CandleColumns} FROM candles WHERE open_time >= $0 ORDER BY symbol, open_time",
            Rows.Candle, candlesSince)
            .GroupBy(row => row.Symbol, StringComparer.Ordinal)
            .ToDictionary(
                rows => rows.Key, rows => rows.Select(row => row.Candle).ToList(), StringComparer.Ordinal));

    public void Dispose() => _connection.Dispose();

    private static long LongOrZero(SqliteDataReader row) => row.IsDBNull(0) ? 0 : row.GetInt64(0);

    private List<T> Read<T>(string sql, Func<SqliteDataReader, T> row, params ReadOnlySpan<object> values)
    {
        lock (_turn)
        {
            using var statement = new Statement(_connection, sql, values.Length);
            for (var i = 0; i < values.Length; i++)
            {
                _ = values[i] switch
                {
                    string text => statement.Set(i, text),
                    int number => statement.Set(i, number),
                    var number => statement.Set(i, (long)number),
                };
            }

            return statement.Read(row);
        }
    }
}
