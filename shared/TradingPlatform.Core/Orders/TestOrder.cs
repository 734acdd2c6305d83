using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Orders;

/// <summary>Runs every check that an order passes, the exchange's own included, and sends nothing.</summary>
public sealed class TestOrder(OrderCheck check)
{
    private static readonly IdempotencyKey NeverSent = IdempotencyKey.Parse("order-test");

    /// <summary>Why the order would be refused, or null where nothing stands against it.</summary>
    public async Task<Refusal?> HandleAsync(
        Caller caller, AccountId account, OrderTicket ticket, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var checkedOrder = await check.HandleAsync(caller, account, ticket, null, cancellation);
        if (checkedOrder is not Checked.Passed passed)
        {
            return ((Checked.Failed)checkedOrder).Why;
        }

        if (!passed.Exchange.Features.HasFlag(ExchangeFeatures.TestOrder))
        {
            return new Refusal.ExchangeRefuses(new ExchangeError(
                ExchangeErrorKind.InvalidRequest, "NOT_SUPPORTED",
                "The platform's own checks are passed; the exchange takes no test orders."));
        }

        try
        {
            var id = OrderId.Derive(caller.Tenant, NeverSent).ToClientOrderId();
            return await passed.Exchange.TestAsync(id, ticket, cancellation) is { } error
                ? new Refusal.ExchangeRefuses(error)
                : null;
        }
        catch (ExchangeException e)
        {
            return new Refusal.Unavailable(e.Error);
        }
    }
}
