using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Reconciliation;

/// <summary>How resolving ended.</summary>
public abstract record Resolving
{
    private Resolving()
    {
    }

    /// <summary>It is resolved so; also where it was before.</summary>
    public sealed record Done(Orphan Orphan) : Resolving;

    /// <summary>The tenant has no such orphan.</summary>
    public sealed record NotFound : Resolving;

    /// <summary>It makes no sense for this orphan, or not any more.</summary>
    public sealed record Refused(string Why) : Resolving;

    /// <summary>The exchange said no, or could not be asked; it stays open.</summary>
    public sealed record Failed(ExchangeError Error) : Resolving;
}

/// <summary>
/// Resolves orphans, by a person's decision. A stranger's order can be adopted, cancelled or ignored; a missing one
/// closed or ignored. Nothing else makes sense, and is refused.
/// </summary>
public sealed class ResolveOrphan(
    OrphanRepository orphans, OrderRepository orders, AccountRepository accounts, ExchangeConnections connections,
    OrderLedger ledger, AdoptOrder adopt, MoveTradingState states, TimeProvider clock)
{
    /// <summary>Resolves.</summary>
    public async Task<Resolving> HandleAsync(
        Caller caller, string id, Resolution how, string? note, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (!Orphan.IsId(id) || await orphans.FindAsync(caller.Tenant, id, cancellation) is not { } orphan)
        {
            return new Resolving.NotFound();
        }

        if (orphan.Resolved is { } before)
        {
            return before.How == how
                ? await DoneAsync(orphan, caller)
                : new Resolving.Refused("It is resolved already.");
        }

        try
        {
            return await ActAsync(orphan, how, caller, cancellation)
                ?? await StoreAsync(orphan, new Resolved(how, caller.User, note, clock.GetUtcNow()), caller);
        }
        catch (ExchangeException e)
        {
            return new Resolving.Failed(e.Error);
        }
    }

    // Null where what was to be done is done.
    private Task<Resolving?> ActAsync(
        Orphan orphan, Resolution how, Caller caller, CancellationToken cancellation) => (orphan.Kind, how) switch
    {
        (_, Resolution.Ignore) => Task.FromResult<Resolving?>(null),
        (OrphanKind.UnknownToPlatform, Resolution.Adopt) => AdoptAsync(orphan, caller, cancellation),
        (OrphanKind.UnknownToPlatform, Resolution.Cancel) => CancelAsync(orphan, cancellation),
        (OrphanKind.MissingAtExchange, Resolution.Close) => CloseAsync(orphan, caller, cancellation),
        (OrphanKind.UnknownToPlatform, _) => Refuse("The platform has no order of its own there to close."),
        _ => Refuse("The exchange has no such order to adopt or to cancel."),
    };

    private async Task<Resolving?> AdoptAsync(Orphan orphan, Caller caller, CancellationToken cancellation)
    {
        if (orphan.Order is not null)
        {
            return new Resolving.Refused("The order is the platform's own.");
        }

        return await accounts.FindAsync(orphan.Tenant, orphan.Account, cancellation) is { } account
            ? await adopt.HandleAsync(orphan, account, caller, cancellation) is { } why
                ? new Resolving.Refused(why)
                : null
            : new Resolving.Refused("The account is gone.");
    }

    private async Task<Resolving?> CancelAsync(Orphan orphan, CancellationToken cancellation)
    {
        if (await OpenAsync(orphan, cancellation) is not { } exchange)
        {
            return new Resolving.Refused("The account is gone.");
        }

        return await exchange.CancelAsync(Reference(orphan), cancellation) switch
        {
            Cancellation.Done or Cancellation.NothingToCancel => null,
            Cancellation.Refused refused => new Resolving.Failed(refused.Error),
            _ => new Resolving.Failed(new ExchangeError(
                ExchangeErrorKind.Unavailable, "CANCEL_UNKNOWN",
                "Whether the order was cancelled is not known yet; it is safe to ask again.")),
        };
    }

    private async Task<Resolving?> CloseAsync(Orphan orphan, Caller caller, CancellationToken cancellation)
    {
        if (await orders.FindAsync(orphan.Tenant, orphan.Order!.Value, cancellation) is not { } order
            || order.Status.IsTerminal())
        {
            return null;
        }

        // Gone with its account, the exchange cannot be asked any more.
        if (await OpenAsync(orphan, cancellation) is { } exchange
            && await exchange.FindOrderAsync(order.Reference, cancellation) is { } report)
        {
            await ledger.RecordAsync(order, new OrderEvent.Reported(report), caller, CancellationToken.None);
            return new Resolving.Refused("The exchange has the order after all; it is up to date now.");
        }

        var closed = new OrderReport(
            order.ClientOrderId, order.ExchangeOrderId ?? order.ClientOrderId.Text, order.Ticket.Symbol,
            ReportedStatus.Expired, order.Filled, order.FilledQuote, [], clock.GetUtcNow());
        await ledger.RecordAsync(order, new OrderEvent.Reported(closed), caller, CancellationToken.None);
        return null;
    }

    private async Task<Resolving> StoreAsync(Orphan orphan, Resolved how, Caller caller)
    {
        if (!await orphans.TryResolveAsync(orphan, how, caller, CancellationToken.None))
        {
            return new Resolving.Refused("It changed just now; look at it again.");
        }

        return await DoneAsync(orphan with { Resolved = how }, caller);
    }

    // Also where it was resolved before: whoever did so may have died before the pair was free again.
    private async Task<Resolving> DoneAsync(Orphan resolved, Caller caller)
    {
        await OrphanRestrictions.LiftAsync(
            orphans, states, resolved, caller, "Its orphans are resolved.", CancellationToken.None);
        return new Resolving.Done(resolved);
    }

    private async Task<IExchange?> OpenAsync(Orphan orphan, CancellationToken cancellation) =>
        await accounts.FindAsync(orphan.Tenant, orphan.Account, cancellation) is { } account
            ? await connections.OpenAsync(account, cancellation)
            : null;

    private static OrderReference Reference(Orphan orphan) =>
        new(orphan.Symbol, new ClientOrderId(orphan.ClientOrderId), orphan.ExchangeOrderId);

    private static Task<Resolving?> Refuse(string why) => Task.FromResult<Resolving?>(new Resolving.Refused(why));
}
