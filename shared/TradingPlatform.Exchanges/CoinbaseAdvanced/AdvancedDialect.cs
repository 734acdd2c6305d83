using System.Collections.Immutable;
using System.Text.Json;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Exchanges.Coinbase;
using TradingPlatform.Exchanges.Http;

namespace TradingPlatform.Exchanges.CoinbaseAdvanced;

/// <summary>Advanced Trade's public side.</summary>
internal sealed class AdvancedDialect : ICoinbaseDialect
{
    public const string Root = "/api/v3/brokerage";

    private static readonly ImmutableHashSet<OrderType> AllTypes =
    [
        OrderType.Market, OrderType.Limit, OrderType.LimitMaker, OrderType.StopLossLimit, OrderType.TakeProfitLimit,
    ];

    public string TimePath => Root + "/time";

    public string ProductsPath => Root + "/market/products";

    public ExchangeError Error(WireAnswer answer) => AdvancedErrors.Of(answer);

    public long Time(ReadOnlySpan<byte> body)
    {
        var json = WireFields.Open(body, JsonValueKind.Object);
        return json.Int64("epochMillis") ?? (json.Int64("epochSeconds") * 1000)
            ?? throw new JsonException("The answer has no time.");
    }

    public ImmutableArray<Instrument> Products(ReadOnlySpan<byte> body, Action<string> unnamed) =>
        ProductReader.ReadAll(
            // Futures and perpetuals are listed among them; they are another market.
            WireFields.Open(body, JsonValueKind.Object).List("products")
                .Where(product => product.Text("product_type") is not ("FUTURE" or "PERPETUAL")),
            "product_id", Instrument, unnamed);

    public (string Path, string? Query) QuoteCall(string product) =>
        (Root + "/market/product_book", $"product_id={product}&limit=1");

    public MarketQuote Quote(ReadOnlySpan<byte> body, Symbol symbol, DateTimeOffset at)
    {
        var book = AdvancedMarketAnswers.Book(body, symbol, at);
        return ProductReader.Quote(
            symbol, book.Bids is [var bid, ..] ? bid.Price.Value : null,
            book.Asks is [var ask, ..] ? ask.Price.Value : null, null, at);
    }

    /// <summary>One product; null where it has no name here.</summary>
    public static Instrument? Instrument(JsonElement json)
    {
        if (!ProductReader.TryName(
            json.Text("product_id"), json.Text("base_currency_id"), json.Text("quote_currency_id"), out var symbol))
        {
            return null;
        }

        var rules = ImmutableArray.CreateBuilder<InstrumentRule>();
        ProductReader.AddPrice(
            rules, "PRICE_INCREMENT", json.Decimal("price_increment") ?? json.Decimal("quote_increment"));
        ProductReader.AddSize(
            rules, json.Decimal("base_increment"), json.Decimal("base_min_size"), json.Decimal("base_max_size"));
        if (json.Decimal("quote_min_size") is > 0 and { } least)
        {
            rules.Add(new InstrumentRule.Notional(
                "QUOTE_SIZE", least, json.Decimal("quote_max_size") is > 0 and { } most ? most : null, true, true));
        }

        var open = json.Text("status") is null or "online" && json.Boolean("trading_disabled") is not true
            && json.Boolean("is_disabled") is not true && json.Boolean("cancel_only") is not true
            && json.Boolean("auction_mode") is not true && json.Boolean("view_only") is not true;
        return ProductReader.Instrument(
            symbol, open, rules.DrainToImmutable(),
            ProductReader.Restrict(AllTypes, json.Boolean("limit_only"), json.Boolean("post_only"))) with
            {
                StopTimeInForceAllowed = false,
            };
    }
}
