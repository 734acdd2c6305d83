using Microsoft.Data.Sqlite;
using TradingPlatform.Embedded.SimulatedExchange.Engine;

namespace TradingPlatform.Embedded.SimulatedExchange.Storage;

/// <summary>Writes a set of changes in one transaction. Used by one thread at a time.</summary>
internal sealed class ChangeWriter : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SecretSeal _seal;
    private readonly Statement _order;
    private readonly Statement _trade;
    private readonly Statement _balance;
    private readonly Statement _list;
    private readonly Statement _counter;
    private readonly Statement _price;
    private readonly Statement _candle;
    private readonly Statement _account;
    private readonly Statement _key;

    public ChangeWriter(string path, SecretSeal seal)
    {
        _seal = seal;
        _connection = Schema.Open(path);
        Schema.Create(_connection);
        _order = Replace("orders", Rows.OrderColumns + ", open", 30);
        _trade = Replace("trades", Rows.TradeColumns, 13);
        _balance = Replace("balances", "account, asset, free, locked", 4);
        _list = Replace("lists", Rows.ListColumns, 11);
        _counter = Replace("counters", "name, value", 2);
        _price = Replace("prices", "symbol, reference, last, status", 4);
        _candle = Replace("candles", Rows.CandleColumns, 13);
        _account = Replace("accounts", "id, api_key, secret_key, permissions, created_at", 5);
        _key = Replace("more_keys", "account, number, api_key, secret_key, permissions, created_at, revoked", 7);
    }

    /// <summary>Returns once everything is on the disk.</summary>
    public void Write(ChangeSet changes)
    {
        using var transaction = _connection.BeginTransaction(deferred: true);
        foreach (var statement in All)
        {
            statement.UseTransaction(transaction);
        }

        WriteTrading(changes);
        WriteRest(changes);
        transaction.Commit();
    }

    public void Dispose()
    {
        foreach (var statement in All)
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }

    private Statement[] All => [_order, _trade, _balance, _list, _counter, _price, _candle, _account, _key];

    private void WriteTrading(ChangeSet changes)
    {
        foreach (var order in changes.Orders.Values)
        {
            Write(order);
        }

        foreach (var trade in changes.Trades)
        {
            _trade.Set(0, trade.AccountId).Set(1, trade.Symbol).Set(2, trade.TradeId).Set(3, trade.OrderId)
                .Set(4, trade.ListId).Set(5, trade.Price).Set(6, trade.Quantity).Set(7, trade.Quote)
                .Set(8, trade.Commission).Set(9, trade.CommissionAsset).Set(10, trade.Time)
                .Set(11, trade.IsBuyer ? 1 : 0).Set(12, trade.IsMaker ? 1 : 0).Run();
        }

        foreach (var ((account, asset), balance) in changes.Balances)
        {
            _balance.Set(0, account).Set(1, asset).Set(2, balance.Free).Set(3, balance.Locked).Run();
        }
    }

    private void WriteRest(ChangeSet changes)
    {
        foreach (var list in changes.Lists.Values)
        {
            _list.Set(0, list.Id).Set(1, list.AccountId).Set(2, list.Symbol).Set(3, list.ClientId)
                .Set(4, list.IsDone ? 1 : 0).Set(5, list.Time).Set(6, list.Locked)
                .Set(7, list.Legs[0].OrderId).Set(8, list.Legs[0].ClientOrderId)
                .Set(9, list.Legs[1].OrderId).Set(10, list.Legs[1].ClientOrderId).Run();
        }

        foreach (var (name, value) in changes.Counters)
        {
            _counter.Set(0, name).Set(1, value).Run();
        }

        foreach (var (symbol, price) in changes.Prices)
        {
            _price.Set(0, symbol).Set(1, price.Reference).Set(2, price.Last).Set(3, price.Status.Word()).Run();
        }

        foreach (var (symbol, candle) in changes.Candles)
        {
            _candle.Set(0, symbol).Set(1, candle.OpenTime).Set(2, candle.Open).Set(3, candle.High)
                .Set(4, candle.Low).Set(5, candle.Close).Set(6, candle.Volume).Set(7, candle.QuoteVolume)
                .Set(8, candle.Trades).Set(9, candle.TakerBuyVolume).Set(10, candle.TakerBuyQuote)
                .Set(11, candle.FirstId).Set(12, candle.LastId).Run();
        }

        foreach (var account in changes.Accounts)
        {
            _account.Set(0, account.Id).Set(1, _seal.Seal(account.ApiKey, account.Id))
                .Set(2, _seal.Seal(account.SecretKey, account.Id))
                .Set(3, PermissionBits.From(account.Permissions)).Set(4, account.CreatedAt).Run();
        }

        foreach (var (key, number, isRevoked) in changes.Keys)
        {
            _key.Set(0, key.Id).Set(1, number).Set(2, _seal.Seal(key.ApiKey, key.Id))
                .Set(3, _seal.Seal(key.SecretKey, key.Id)).Set(4, PermissionBits.From(key.Permissions))
                .Set(5, key.CreatedAt).Set(6, isRevoked ? 1 : 0).Run();
        }
    }

    private void Write(Order order) => _order
        .Set(0, order.Symbol).Set(1, order.OrderId).Set(2, order.AccountId).Set(3, order.ListId)
        .Set(4, order.ClientOrderId).Set(5, order.Side.Word()).Set(6, order.Type.Word())
        .Set(7, order.TimeInForce.Word()).Set(8, order.Price).Set(9, order.Quantity).Set(10, order.QuoteQuantity)
        .Set(11, order.StopPrice).Set(12, order.TrailingDelta).Set(13, order.TrailingTime)
        .Set(14, order.TrailingExtreme).Set(15, order.IcebergQuantity).Set(16, order.Executed)
        .Set(17, order.ExecutedQuote).Set(18, order.Status.Word()).Set(19, order.Time).Set(20, order.UpdateTime)
        .Set(21, order.WorkingTime).Set(22, order.SelfTrade.Word()).SetOrNull(23, order.StrategyId)
        .SetOrNull(24, order.StrategyType).Set(25, order.Locked).Set(26, order.Priority)
        .Set(27, order.Amendments).Set(28, order.Prevented).Set(29, order.IsOpen ? 1 : 0).Run();

    private Statement Replace(string table, string columns, int count) =>
        new(_connection, $"INSERT OR REPLACE INTO {table}({columns}) VALUES({Statement.Values(count)})", count);
}
