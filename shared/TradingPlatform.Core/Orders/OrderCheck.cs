using System.Collections.Immutable;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Risk;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Orders;

/// <summary>What the checks found.</summary>
public abstract record Checked
{
    private Checked()
    {
    }

    /// <summary>Nothing stands against it; the gate has the last word.</summary>
    /// <param name="Account">Where it goes.</param>
    /// <param name="Exchange">The way there.</param>
    /// <param name="Input">What it was judged by.</param>
    /// <param name="OpenInPair">How many orders the exchange lets the account have open in the pair.</param>
    /// <param name="WaitingInPair">How many of those may wait for a stop.</param>
    public sealed record Passed(
        ExchangeAccount Account, IExchange Exchange, RiskInput Input, int? OpenInPair, int? WaitingInPair) : Checked;

    /// <summary>It must not be sent.</summary>
    public sealed record Failed(Refusal Why) : Checked;
}

/// <summary>Every check that an order passes before anything is stored or sent.</summary>
public sealed class OrderCheck(
    AccountRepository accounts, ExchangeConnections connections, RiskRepository risk, EquityReader equity,
    TimeProvider clock)
{
    /// <summary>Checks an order.</summary>
    /// <param name="caller">Who places it.</param>
    /// <param name="accountId">On which account.</param>
    /// <param name="ticket">The order, whole by <see cref="TicketRules"/>.</param>
    /// <param name="replaced">What it takes the place of, and so frees; null for a new one.</param>
    /// <param name="cancellation">Ends the call.</param>
    public async Task<Checked> HandleAsync(
        Caller caller, AccountId accountId, OrderTicket ticket, Order? replaced, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(ticket);
        if (await accounts.FindAsync(caller.Tenant, accountId, cancellation) is not { } account)
        {
            return new Checked.Failed(new Refusal.NoSuchAccount());
        }

        if (Unusable(account, ticket) is { } refusal)
        {
            return new Checked.Failed(refusal);
        }

        try
        {
            return await CheckAsync(caller.Tenant, account, ticket, replaced, cancellation);
        }
        catch (ExchangeException e)
        {
            return new Checked.Failed(new Refusal.Unavailable(e.Error));
        }
    }

    private Refusal? Unusable(ExchangeAccount account, OrderTicket ticket) => account.Status switch
    {
        AccountStatus.Invalid => new Refusal.KeyInvalid(),
        AccountStatus.Inactive => new Refusal.AccountInactive(),
        _ when account.ClosingSince is not null => new Refusal.AccountInactive(),
        // Whether an order reduces a futures position is known only once the position is.
        _ => Restricted(
            account.TradingAt(clock.GetUtcNow(), ticket.Symbol),
            account.Exchange.IsFutures() || ticket.Side is OrderSide.Sell),
    };

    private static Refusal.Restricted? Restricted(Trading trading, bool reduces) => trading.State switch
    {
        TradingState.Active => null,
        TradingState.ReduceOnly when reduces => null,
        _ => new Refusal.Restricted(trading),
    };

    /// <summary>
    /// On futures, an order against the position and no larger than it is sent as one that may only reduce: then it is
    /// the exchange that holds it to that, whatever the position has become meanwhile (docs/adr/0028).
    /// </summary>
    private static async Task<OrderTicket> ClassifyAsync(
        IExchange exchange, OrderTicket ticket, CancellationToken cancellation)
    {
        var held = (await exchange.GetPositionsAsync(cancellation))
            .FirstOrDefault(position => position.Symbol == ticket.Symbol)?.Quantity ?? 0;
        var isAgainst = ticket.Side is OrderSide.Buy ? held < 0 : held > 0;
        return ticket with
        {
            ReduceOnly = ticket.ReduceOnly || (isAgainst && ticket.Quantity?.Value <= Math.Abs(held)),
        };
    }

    private static Trading Crossed(MarketQuote market) => new(
        TradingState.ReduceOnly, "The exchange's book is crossed: its prices cannot be right.", market.At);

    private async Task<Checked> CheckAsync(
        TenantId tenant, ExchangeAccount account, OrderTicket ticket, Order? replaced, CancellationToken cancellation)
    {
        var exchange = await connections.OpenAsync(account, cancellation);
        if (await exchange.FindInstrumentAsync(ticket.Symbol, cancellation) is not { } instrument)
        {
            return new Checked.Failed(new Refusal.NoSuchSymbol(ticket.Symbol));
        }

        var isFutures = account.Exchange.IsFutures();
        ticket = isFutures ? await ClassifyAsync(exchange, ticket, cancellation) : ticket;
        var reduces = isFutures ? ticket.ReduceOnly : ticket.Side is OrderSide.Sell;
        if (Restricted(account.TradingAt(clock.GetUtcNow(), ticket.Symbol), reduces) is { } barred)
        {
            return new Checked.Failed(barred);
        }

        var market = await exchange.GetQuoteAsync(ticket.Symbol, cancellation);
        // No book stands crossed: whatever it says, nothing is opened by it (FAILURES.md F17).
        if (market.Bid > market.Ask && Restricted(Crossed(market), reduces) is { } restricted)
        {
            return new Checked.Failed(restricted);
        }

        var (limits, _) = await risk.GetLimitsAsync(tenant, cancellation);
        var (exposure, _) = await risk.GetExposureAsync(tenant, cancellation);
        if (exposure.IsKilled)
        {
            return new Checked.Failed(new Refusal.Killed());
        }

        var needed = limits.Limits.NeedEquity || instrument.Rules.Any(rule => rule is InstrumentRule.MaxPosition);
        var wealth = needed ? await equity.GetAsync(tenant, cancellation) : null;
        if (needed && !wealth!.Accounts.ContainsKey(account.Id))
        {
            // It may have been linked since, by another process than this one.
            equity.Forget(tenant);
            wealth = await equity.GetAsync(tenant, cancellation);
        }

        if (needed && !wealth!.Accounts.ContainsKey(account.Id))
        {
            // A key that the exchange does not take is no trouble of the moment: the caller is told so.
            return new Checked.Failed(new Refusal.Unavailable(
                wealth.Unread.GetValueOrDefault(account.Id) is { Kind: ExchangeErrorKind.CredentialsInvalid } ended
                    ? ended
                    : new ExchangeError(
                        ExchangeErrorKind.Unavailable, "NO_BALANCES", "The account's balances could not be read.")));
        }

        if (InstrumentRules.Check(ticket, instrument, market, Held(wealth, account, ticket)) is { } broken)
        {
            return new Checked.Failed(new Refusal.BreaksInstrument(broken));
        }

        if (await UnitValue.FindAsync(exchange, ticket.Symbol.Quote, cancellation) is not { } quoteValue)
        {
            return new Checked.Failed(new Refusal.Unavailable(new ExchangeError(
                ExchangeErrorKind.Unavailable, "NO_PRICE", "The quote asset has no price in USDT there.")));
        }

        var basis = Basis(ticket, market, quoteValue);
        var input = new RiskInput(
            ticket, basis, limits.Limits,
            replaced is null ? exposure : exposure.Without(Reservation.Left(replaced)),
            wealth?.Equity ?? Equity.None, market,
            Value(wealth, account, ticket.Symbol.Base, basis.UnitValue, exposure))
        {
            Futures = isFutures ? account.Id : null,
            Leverage = instrument.Leverage,
        };
        var violations = RiskRules.Check(input);
        return violations.IsEmpty
            ? new Checked.Passed(
                account, exchange, input, InstrumentRules.MaxOpen(instrument, OrderKind.Any),
                InstrumentRules.MaxOpen(instrument, OrderKind.Algorithmic))
            : new Checked.Failed(new Refusal.BreaksRisk(violations));
    }

    // A futures position that is newer than the valuation has no price there yet: the order's own serves.
    private static decimal Value(
        Wealth? wealth, ExchangeAccount account, Asset unit, decimal price, Exposure exposure) => wealth switch
        {
            null => 0,
            _ when account.Exchange.IsFutures() && !wealth.Prices.ContainsKey(unit.Text) =>
                (wealth with { Prices = wealth.Prices.Add(unit.Text, price) }).Value(exposure),
            _ => wealth.Value(exposure),
        };

    private static decimal? Held(Wealth? wealth, ExchangeAccount account, OrderTicket ticket) =>
        wealth?.Accounts.GetValueOrDefault(account.Id)?.Balances
            .FirstOrDefault(balance => balance.Asset == ticket.Symbol.Base)?.Total ?? (wealth is null ? null : 0);

    // At its own price, or at what the market asks; a stop that waits is worth what it wakes at.
    private static ReservationBasis Basis(OrderTicket ticket, MarketQuote market, decimal quoteValue)
    {
        var atMarket = ticket.Side is OrderSide.Buy ? market.Ask : market.Bid;
        var price = ticket.Price ?? ticket.StopPrice ?? atMarket;
        var quantity = ticket.Quantity ?? new Quantity(
            // A quotient may have no end, and counters are exact, so it is cut; up, so that it never falls short.
            decimal.Round(ticket.QuoteQuantity!.Value / price.Value, 10, MidpointRounding.ToPositiveInfinity));
        return new ReservationBasis(quantity, price.Value * quoteValue);
    }
}
