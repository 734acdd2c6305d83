using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;

namespace TradingPlatform.Simulation.Mutants;

/// <summary>Books an answer that does not come as a refusal (F01).</summary>
internal sealed class BooksTimeoutAsFailure : ExchangeMutant
{
    protected override IExchange Over(IExchange exchange, TimeProvider clock) => new Failing(exchange);

    private sealed class Failing(IExchange exchange) : ExchangeDecorator(exchange)
    {
        public override async Task<Placement> PlaceAsync(SignedOrder order, CancellationToken cancellation) =>
            await base.PlaceAsync(order, cancellation) is { } answer && answer is not Placement.Unknown
                ? answer
                : new Placement.Rejected(new ExchangeError(ExchangeErrorKind.Other, "TIMEOUT", "It timed out."));
    }
}

/// <summary>Asks about an order whose answer was lost, and takes the first "not found" for proof (F02).</summary>
internal sealed class BelievesTheFirstNotFound : ExchangeMutant
{
    protected override IExchange Over(IExchange exchange, TimeProvider clock) => new Believing(exchange);

    private sealed class Believing(IExchange exchange) : ExchangeDecorator(exchange)
    {
        private readonly Dictionary<ClientOrderId, OrderTicket> _tickets = [];

        public override Task<SignedOrder> SignAsync(
            ClientOrderId id, OrderTicket ticket, CancellationToken cancellation)
        {
            _tickets[id] = ticket;
            return base.SignAsync(id, ticket, cancellation);
        }

        public override async Task<Placement> PlaceAsync(SignedOrder order, CancellationToken cancellation)
        {
            var (answer, id) = (await base.PlaceAsync(order, cancellation), order.ClientOrderId);
            try
            {
                return answer is Placement.Unknown
                    && await FindOrderAsync(new OrderReference(_tickets[id].Symbol, id), cancellation) is null
                        ? new Placement.Rejected(new ExchangeError(ExchangeErrorKind.Other, "ABSENT", "Not found."))
                        : answer;
            }
            catch (ExchangeException)
            {
                return answer;
            }
        }
    }
}

/// <summary>Signs when it sends, after the gate was asked, and not before.</summary>
internal sealed class SignsAfterTheGate : ExchangeMutant
{
    protected override IExchange Over(IExchange exchange, TimeProvider clock) => new LateSigning(exchange);

    private sealed class LateSigning(IExchange exchange) : ExchangeDecorator(exchange)
    {
        private readonly Dictionary<ClientOrderId, OrderTicket> _tickets = [];

        public override Task<SignedOrder> SignAsync(
            ClientOrderId id, OrderTicket ticket, CancellationToken cancellation)
        {
            _tickets[id] = ticket;
            return base.SignAsync(id, ticket, cancellation);
        }

        public override async Task<Placement> PlaceAsync(SignedOrder order, CancellationToken cancellation)
        {
            try
            {
                await Task.Yield();
                var now = await Exchange.SignAsync(
                    order.ClientOrderId, _tickets[order.ClientOrderId], cancellation);
                return await base.PlaceAsync(now, cancellation);
            }
            catch (ExchangeException e)
            {
                return new Placement.Rejected(e.Error);
            }
        }
    }
}

/// <summary>Never asks for trades: it knows those alone that the answer to the placing tells.</summary>
internal sealed class TrustsTheAnswersFillsAlone : ExchangeMutant
{
    protected override IExchange Over(IExchange exchange, TimeProvider clock) => new Deaf(exchange);

    private sealed class Deaf(IExchange exchange) : ExchangeDecorator(exchange)
    {
        public override Task<System.Collections.Immutable.ImmutableArray<ReportedFill>> GetOrderTradesAsync(
            Symbol symbol, string exchangeOrderId, CancellationToken cancellation) =>
            Task.FromResult(System.Collections.Immutable.ImmutableArray<ReportedFill>.Empty);
    }
}
