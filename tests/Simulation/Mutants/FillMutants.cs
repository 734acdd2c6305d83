using System.Collections.Immutable;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;

namespace TradingPlatform.Simulation.Mutants;

/// <summary>Knows a fill of an answer and the same fill of the history as two (F04).</summary>
internal sealed class AppliesFillsTwice : ExchangeMutant
{
    protected override IExchange Over(IExchange exchange, TimeProvider clock) => new Renaming(exchange);

    private sealed class Renaming(IExchange exchange) : ExchangeDecorator(exchange)
    {
        public override async Task<ImmutableArray<ReportedFill>> GetOrderTradesAsync(
            Symbol symbol, string exchangeOrderId, CancellationToken cancellation) =>
            [.. (await base.GetOrderTradesAsync(symbol, exchangeOrderId, cancellation))
                .Select(fill => fill with { TradeId = "h" + fill.TradeId })];
    }
}

/// <summary>Knows fills by price and quantity: two that look alike are one.</summary>
internal sealed class KnowsFillsByPrice : ExchangeMutant
{
    protected override IExchange Over(IExchange exchange, TimeProvider clock) => new Merging(exchange);

    private sealed class Merging(IExchange exchange) : ExchangeDecorator(exchange)
    {
        public override async Task<ImmutableArray<ReportedFill>> GetOrderTradesAsync(
            Symbol symbol, string exchangeOrderId, CancellationToken cancellation) =>
            [.. (await base.GetOrderTradesAsync(symbol, exchangeOrderId, cancellation))
                .DistinctBy(fill => (fill.Price, fill.Quantity))];
    }
}

/// <summary>Takes every fee to be in the quote asset.</summary>
internal sealed class IgnoresTheFeesAsset : ExchangeMutant
{
    protected override IExchange Over(IExchange exchange, TimeProvider clock) => new QuoteFees(exchange);

    private sealed class QuoteFees(IExchange exchange) : ExchangeDecorator(exchange)
    {
        public override async Task<ImmutableArray<ReportedFill>> GetOrderTradesAsync(
            Symbol symbol, string exchangeOrderId, CancellationToken cancellation) =>
            [.. (await base.GetOrderTradesAsync(symbol, exchangeOrderId, cancellation))
                .Select(fill => fill with { FeeAsset = symbol.Quote })];
    }
}
