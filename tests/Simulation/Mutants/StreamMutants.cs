using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;

namespace TradingPlatform.Simulation.Mutants;

/// <summary>Knows a fill of the stream and the same fill of an answer or a poll as two (F04).</summary>
internal sealed class CountsTheStreamApart : ExchangeMutant
{
    protected override IExchange Over(IExchange exchange, TimeProvider clock) => new Renaming(exchange);

    private sealed class Renaming(IExchange exchange) : ExchangeDecorator(exchange)
    {
        public override async IAsyncEnumerable<UserEvent> ReadUserEventsAsync(
            [EnumeratorCancellation] CancellationToken cancellation)
        {
            await foreach (var e in base.ReadUserEventsAsync(cancellation))
            {
                yield return e is UserEvent.OrderChanged changed
                    ? new UserEvent.OrderChanged(changed.Report with
                    {
                        Fills = [.. changed.Report.Fills.Select(fill => fill with { TradeId = "s" + fill.TradeId })],
                    })
                    : e;
            }
        }
    }
}

/// <summary>Once the stream has told of an order, it believes that and asks no more (F05).</summary>
internal sealed class HearsTheStreamAlone : ExchangeMutant
{
    private readonly Dictionary<ClientOrderId, OrderReport> _told = [];

    protected override IExchange Over(IExchange exchange, TimeProvider clock) => new Believing(exchange, _told);

    private sealed class Believing(IExchange exchange, Dictionary<ClientOrderId, OrderReport> told)
        : ExchangeDecorator(exchange)
    {
        public override async IAsyncEnumerable<UserEvent> ReadUserEventsAsync(
            [EnumeratorCancellation] CancellationToken cancellation)
        {
            await foreach (var e in base.ReadUserEventsAsync(cancellation))
            {
                if (e is UserEvent.OrderChanged changed)
                {
                    told[changed.Report.ClientOrderId] = changed.Report;
                }

                yield return e;
            }
        }

        public override async Task<OrderReport?> FindOrderAsync(
            OrderReference order, CancellationToken cancellation) =>
            told.GetValueOrDefault(order.ClientOrderId) ?? await base.FindOrderAsync(order, cancellation);

        public override async Task<ImmutableArray<OrderReport>> GetOpenOrdersAsync(
            Symbol? symbol, CancellationToken cancellation) =>
            [.. (await base.GetOpenOrdersAsync(symbol, cancellation))
                .Select(report => told.GetValueOrDefault(report.ClientOrderId, report))];
    }
}
