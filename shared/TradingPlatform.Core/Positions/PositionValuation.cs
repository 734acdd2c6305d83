using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Risk;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Positions;

/// <summary>A position at the market's price.</summary>
/// <param name="Position">The position.</param>
/// <param name="MarketPrice">Half way between the best prices; null where the exchange does not answer.</param>
/// <param name="Notional">What it is worth, in USDT; null likewise.</param>
/// <param name="UnrealisedProfit">What closing it at that price would gain, in the quote asset, before fees.</param>
public sealed record ValuedPosition(
    Position Position, decimal? MarketPrice, decimal? Notional, decimal? UnrealisedProfit);

/// <summary>Values a tenant's positions.</summary>
public sealed class PositionValuation(
    AccountRepository accounts, PositionReader positions, ExchangeConnections connections)
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
            var price = (await exchange.GetQuoteAsync(position.Symbol, cancellation)).Mid.Value;
            var quoteValue = await UnitValue.FindAsync(exchange, position.Symbol.Quote, cancellation);
            return new ValuedPosition(
                position, price, position.Quantity * price * quoteValue, (position.Quantity * price) - position.Cost);
        }
        catch (ExchangeException)
        {
            return new ValuedPosition(position, null, null, null);
        }
    }
}
