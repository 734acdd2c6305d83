using System.Collections.Immutable;
using System.Text.Json;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Exchanges.Coinbase;
using TradingPlatform.Exchanges.Http;

namespace TradingPlatform.Exchanges.CoinbaseExchange;

/// <summary>The Exchange API's public side.</summary>
internal sealed class ExchangeApiDialect : ICoinbaseDialect
{
    private static readonly ImmutableHashSet<OrderType> AllTypes =
    [
        OrderType.Market, OrderType.Limit, OrderType.LimitMaker, OrderType.StopLossLimit, OrderType.TakeProfitLimit,
    ];

    public string TimePath => "/time";

    public string ProductsPath => "/products";

    public ExchangeError Error(WireAnswer answer) => ExchangeApiErrors.Of(answer);

    public long Time(ReadOnlySpan<byte> body)
    {
        var seconds = WireFields.Open(body, JsonValueKind.Object).Decimal("epoch");
        return (long)((seconds ?? throw new JsonException("The answer has no time.")) * 1000);
    }

    public ImmutableArray<Instrument> Products(ReadOnlySpan<byte> body, Action<string> unnamed) =>
        ProductReader.ReadAll(
            WireFields.Open(body, JsonValueKind.Array).EnumerateArray(), "id", Instrument, unnamed);

    public (string Path, string? Query) QuoteCall(string product) => ($"/products/{product}/ticker", null);

    public MarketQuote Quote(ReadOnlySpan<byte> body, Symbol symbol, DateTimeOffset at)
    {
        var json = WireFields.Open(body, JsonValueKind.Object);
        return ProductReader.Quote(symbol, json.Decimal("bid"), json.Decimal("ask"), json.Decimal("price"), at);
    }

    private static Instrument? Instrument(JsonElement json)
    {
        if (!ProductReader.TryName(
            json.Text("id"), json.Text("base_currency"), json.Text("quote_currency"), out var symbol))
        {
            return null;
        }

        var rules = ImmutableArray.CreateBuilder<InstrumentRule>();
        ProductReader.AddPrice(rules, "QUOTE_INCREMENT", json.Decimal("quote_increment"));
        ProductReader.AddSize(
            rules, json.Decimal("base_increment"), json.Decimal("base_min_size"), json.Decimal("base_max_size"));
        if (json.Decimal("min_market_funds") is > 0 and { } least)
        {
            rules.Add(new InstrumentRule.Notional("MIN_MARKET_FUNDS", least, null, true, false));
        }

        // An account may have so many open in a pair (Exchange, 'Trading').
        rules.Add(new InstrumentRule.OpenOrders("MAX_OPEN_ORDERS", 500, OrderKind.Any));
        var open = json.Text("status") is "online" && json.Boolean("trading_disabled") is not true
            && json.Boolean("cancel_only") is not true && json.Boolean("auction_mode") is not true;
        return ProductReader.Instrument(
            symbol, open, rules.DrainToImmutable(),
            ProductReader.Restrict(AllTypes, json.Boolean("limit_only"), json.Boolean("post_only")));
    }
}
