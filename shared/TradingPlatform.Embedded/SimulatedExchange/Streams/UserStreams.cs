using System.Globalization;
using System.Text.Json;
using TradingPlatform.Embedded.SimulatedExchange.Engine;
using TradingPlatform.Embedded.SimulatedExchange.Rest;

namespace TradingPlatform.Embedded.SimulatedExchange.Streams;

/// <summary>Who listens to which account (user-data-stream.md).</summary>
internal sealed class UserStreams(TradingFloor floor)
{
    private readonly Lock _gate = new();
    private readonly List<Subscription> _subscriptions = [];

    /// <summary>Returns the subscription's id, or null where the connection listens to this account already.</summary>
    public int? Subscribe(StreamConnection connection, Account account, int id)
    {
        lock (_gate)
        {
            if (_subscriptions.Exists(each => each.Connection == connection && each.Account == account))
            {
                return null;
            }

            _subscriptions.Add(new Subscription(connection, account, id));
            Watch(account);
            return id;
        }
    }

    /// <summary>Ends one subscription of a connection, or all of them where the id is null.</summary>
    public bool Unsubscribe(StreamConnection connection, int? id)
    {
        lock (_gate)
        {
            var ended = _subscriptions.FindAll(each => each.Connection == connection && (id is null || each.Id == id));
            foreach (var each in ended)
            {
                _subscriptions.Remove(each);
                Watch(each.Account);
            }

            return ended.Count > 0;
        }
    }

    public void Publish(Happening happening)
    {
        switch (happening)
        {
            case Happening.Execution execution:
                Send(execution.Order.AccountId, writer => WriteExecution(writer, execution));
                break;
            case Happening.Position position:
                Send(position.AccountId, writer => WritePosition(writer, position));
                break;
            case Happening.ListChanged changed:
                Send(changed.List.AccountId, writer => WriteList(writer, changed));
                break;
        }
    }

    /// <summary>Ends every subscription to an account and says so, as when its key is taken away.</summary>
    public int Terminate(Account account)
    {
        lock (_gate)
        {
            var ended = _subscriptions.FindAll(each => each.Account == account);
            foreach (var each in ended)
            {
                _subscriptions.Remove(each);
                each.Connection.Send(StreamJson.Write(writer =>
                {
                    writer.WriteNumber("subscriptionId"u8, each.Id);
                    writer.WriteStartObject("event"u8);
                    writer.WriteString("e"u8, "eventStreamTerminated"u8);
                    writer.WriteNumber("E"u8, floor.Clock.Now);
                    writer.WriteEndObject();
                }));
            }

            Watch(account);
            return ended.Count;
        }
    }

    private void Watch(Account account)
    {
        lock (floor.Gate)
        {
            account.IsWatched = _subscriptions.Exists(each => each.Account == account);
        }
    }

    private void Send(int accountId, Action<Utf8JsonWriter> members)
    {
        lock (_gate)
        {
            byte[]? data = null;
            foreach (var subscription in _subscriptions.Where(each => each.Account.Id == accountId))
            {
                data ??= StreamJson.Write(members);
                subscription.Connection.Tell(StreamJson.Write(writer =>
                {
                    writer.WriteNumber("subscriptionId"u8, subscription.Id);
                    writer.WritePropertyName("event"u8);
                    writer.WriteRawValue(data, skipInputValidation: true);
                }));
            }
        }
    }

    private void WriteExecution(Utf8JsonWriter writer, Happening.Execution execution)
    {
        var (order, trade) = (execution.Order, execution.Trade);
        writer.WriteString("e"u8, "executionReport"u8);
        writer.WriteNumber("E"u8, floor.Clock.Now);
        writer.WriteString("s"u8, order.Symbol);
        // A cancel is told under its own id, and names the order's in C.
        var isByRequest = execution.RequestClientId is not null;
        writer.WriteString("c"u8, execution.RequestClientId ?? order.ClientOrderId);
        writer.WriteString("S"u8, order.Side.Word());
        writer.WriteString("o"u8, order.Type.Word());
        writer.WriteString("f"u8, order.TimeInForce.Word());
        writer.WriteAmount("q"u8, order.Quantity);
        writer.WriteAmount("p"u8, order.Price);
        writer.WriteAmount("P"u8, order.StopPrice);
        writer.WriteAmount("F"u8, order.IcebergQuantity);
        writer.WriteNumber("g"u8, order.ListId);
        writer.WriteString("C"u8, isByRequest ? order.ClientOrderId : string.Empty);
        writer.WriteString("x"u8, execution.Type.Word());
        writer.WriteString("X"u8, order.Status.Word());
        writer.WriteString("r"u8, "NONE"u8);
        writer.WriteNumber("i"u8, order.OrderId);
        writer.WriteAmount("l"u8, trade?.Quantity ?? 0);
        writer.WriteAmount("z"u8, order.Executed);
        writer.WriteAmount("L"u8, trade?.Price ?? 0);
        writer.WriteString("n"u8, trade is null ? "0" : trade.Commission.ToString("F8", CultureInfo.InvariantCulture));
        writer.WriteString("N"u8, trade?.CommissionAsset);
        writer.WriteNumber("T"u8, execution.At);
        writer.WriteNumber("t"u8, trade?.TradeId ?? -1);
        writer.WriteNumber("I"u8, execution.ExecutionId);
        writer.WriteBoolean("w"u8, order is { IsOpen: true, IsWorking: true });
        writer.WriteBoolean("m"u8, trade?.IsMaker ?? false);
        writer.WriteBoolean("M"u8, false);
        writer.WriteNumber("O"u8, order.Time);
        writer.WriteAmount("Z"u8, order.ExecutedQuote);
        writer.WriteAmount("Y"u8, trade?.Quote ?? 0);
        writer.WriteAmount("Q"u8, order.QuoteQuantity);
        WriteConditional(writer, order);
        writer.WriteString("V"u8, order.SelfTrade.Word());
    }

    private static void WriteConditional(Utf8JsonWriter writer, Order order)
    {
        if (order.TrailingDelta > 0)
        {
            writer.WriteNumber("d"u8, order.TrailingDelta);
            writer.WriteNumber("D"u8, order.TrailingTime);
        }

        if (order.StrategyId is { } strategy)
        {
            writer.WriteNumber("j"u8, strategy);
        }

        if (order.StrategyType is { } type)
        {
            writer.WriteNumber("J"u8, type);
        }

        if (order.IsWorking)
        {
            writer.WriteNumber("W"u8, order.WorkingTime);
        }
    }

    private void WritePosition(Utf8JsonWriter writer, Happening.Position position)
    {
        writer.WriteString("e"u8, "outboundAccountPosition"u8);
        writer.WriteNumber("E"u8, floor.Clock.Now);
        writer.WriteNumber("u"u8, position.At);
        writer.WriteStartArray("B"u8);
        foreach (var (asset, balance) in position.Balances)
        {
            writer.WriteStartObject();
            writer.WriteString("a"u8, asset);
            writer.WriteAmount("f"u8, balance.Free);
            writer.WriteAmount("l"u8, balance.Locked);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private void WriteList(Utf8JsonWriter writer, Happening.ListChanged changed)
    {
        var list = changed.List;
        writer.WriteString("e"u8, "listStatus"u8);
        writer.WriteNumber("E"u8, floor.Clock.Now);
        writer.WriteString("s"u8, list.Symbol);
        writer.WriteNumber("g"u8, list.Id);
        writer.WriteString("c"u8, "OCO"u8);
        writer.WriteString("l"u8, list.IsDone ? "ALL_DONE"u8 : "EXEC_STARTED"u8);
        writer.WriteString("L"u8, list.IsDone ? "ALL_DONE"u8 : "EXECUTING"u8);
        writer.WriteString("r"u8, "NONE"u8);
        writer.WriteString("C"u8, list.ClientId);
        writer.WriteNumber("T"u8, changed.At);
        writer.WriteStartArray("O"u8);
        foreach (var (orderId, clientOrderId) in list.Legs)
        {
            writer.WriteStartObject();
            writer.WriteString("s"u8, list.Symbol);
            writer.WriteNumber("i"u8, orderId);
            writer.WriteString("c"u8, clientOrderId);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private sealed record Subscription(StreamConnection Connection, Account Account, int Id);
}
