using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Health;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Risk;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Positions;

/// <summary>A position at the market's price.</summary>
/// <param name="Position">The position.</param>
/// <param name="MarketPrice">Half way between the best prices; null where no exchange answers.</param>
/// <param name="Notional">What it is worth, in USDT; null likewise.</param>
/// <param name="UnrealisedProfit">What closing it at that price would gain, in the quote asset, before fees.</param>
/// <param name="PriceSource">
/// Whose price it is: while the position's own exchange gives no answers, another one's. Null where there is no price.
/// </param>
public sealed record ValuedPosition(
    Position Position, decimal? MarketPrice, decimal? Notional, decimal? UnrealisedProfit, ExchangeId? PriceSource);

/// <summary>Values a tenant's positions, to be shown.</summary>
public sealed class PositionValuation(
    AccountRepository accounts, PositionReader positions, ExchangeConnections connections, PublicPrices prices)
{
    /// <summary>Every position of the tenant, or of one account where it is given.</summary>
    public async IAsyncEnumerable<ValuedPosition> GetAllAsync(
        TenantId tenant, AccountId? only,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var account in await accounts.GetAllAsync(tenant, cancellation))
        {
            if (only is { } wanted && account.Id != wanted)
            {
                continue;
            }

            await foreach (var position in positions.GetAllAsync(account, cancellation))
            {
                yield return await ValueAsync(account, position, cancellation);
            }
        }
    }

    private async Task<ValuedPosition> ValueAsync(
        ExchangeAccount account, Position position, CancellationToken cancellation)
    {
        try
        {
            var exchange = await connections.OpenAsync(account, cancellation);
            if (await FindAsync(account, exchange, position.Symbol, cancellation) is not { } found)
            {
                return new ValuedPosition(position, null, null, null, null);
            }

            var price = found.Quote.Mid.Value;
            return new ValuedPosition(
                position, price, position.Quantity * price * await ValueAsync(exchange, position, cancellation),
                (position.Quantity * price) - position.Cost, found.Source);
        }
        catch (ExchangeException)
        {
            return new ValuedPosition(position, null, null, null, null);
        }
    }

    // A test network's prices, and the simulated exchange's, are like no other's; nor is a contract's a coin's.
    private async Task<SourcedQuote?> FindAsync(
        ExchangeAccount account, IExchange exchange, Symbol symbol, CancellationToken cancellation) =>
        account is { Mode: TradingMode.Production, BaseUrl: null } && !account.Exchange.IsFutures()
            ? await prices.FindAsync(
                account.Exchange, token => exchange.GetQuoteAsync(symbol, token), symbol, cancellation)
            : new SourcedQuote(account.Exchange, await exchange.GetQuoteAsync(symbol, cancellation));

    private static async Task<decimal?> ValueAsync(
        IExchange exchange, Position position, CancellationToken cancellation)
    {
        try
        {
            return await UnitValue.FindAsync(exchange, position.Symbol.Quote, cancellation);
        }
        catch (ExchangeException)
        {
            return null;
        }
    }
}
