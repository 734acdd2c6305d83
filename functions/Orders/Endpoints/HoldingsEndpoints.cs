using Microsoft.AspNetCore.Mvc;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Positions;
using TradingPlatform.Hosting.Pipeline;
using TradingPlatform.Orders.Views;

namespace TradingPlatform.Orders.Endpoints;

/// <summary><c>GET /v1/balances</c> and <c>GET /v1/positions</c>.</summary>
internal static class HoldingsEndpoints
{
    public static async Task<IResult> GetBalancesAsync(
        HttpContext context, [FromServices] AccountRepository accounts, [FromServices] ExchangeConnections connections,
        [FromServices] TimeProvider clock)
    {
        if (!TryAccount(context, out var only)
            || await SelectAsync(context, accounts, only) is not { } selected)
        {
            return new Refusal.NoSuchAccount().ToProblem();
        }

        var items = new List<BalanceView>();
        try
        {
            foreach (var account in selected)
            {
                var exchange = await connections.OpenAsync(account, context.RequestAborted);
                var state = await exchange.GetAccountAsync(context.RequestAborted);
                items.AddRange(state.Balances.Where(balance => balance.Total != 0).Select(balance => new BalanceView(
                    account.Id.Text, account.Exchange, balance.Asset.Text, balance.Free, balance.Locked,
                    balance.Total)));
            }
        }
        catch (ExchangeException e)
        {
            return Refusals.Of(e.Error);
        }

        return TypedResults.Json(new BalancesView(items, clock.GetUtcNow()), OrdersJson.Wire.BalancesView);
    }

    public static async Task<IResult> GetPositionsAsync(
        HttpContext context, [FromServices] AccountRepository accounts, [FromServices] PositionValuation positions)
    {
        if (!TryAccount(context, out var only) || await SelectAsync(context, accounts, only) is null)
        {
            return new Refusal.NoSuchAccount().ToProblem();
        }

        var items = new List<PositionView>();
        await foreach (var position in positions.GetAllAsync(context.Caller().Tenant, only, context.RequestAborted))
        {
            items.Add(PositionView.Of(position));
        }

        return TypedResults.Json(new PositionsView(items), OrdersJson.Wire.PositionsView);
    }

    private static bool TryAccount(HttpContext context, out AccountId? only)
    {
        only = null;
        if (!context.Request.Query.TryGetValue("configId", out var text))
        {
            return true;
        }

        if (!AccountId.TryParse(text.ToString(), out var account))
        {
            return false;
        }

        only = account;
        return true;
    }

    // Null where the one asked for is not there. Accounts that are switched off keep their positions, not balances.
    private static async Task<IReadOnlyList<ExchangeAccount>?> SelectAsync(
        HttpContext context, AccountRepository accounts, AccountId? only)
    {
        var tenant = context.Caller().Tenant;
        if (only is { } id)
        {
            return await accounts.FindAsync(tenant, id, context.RequestAborted) is { } account ? [account] : null;
        }

        var all = await accounts.GetAllAsync(tenant, context.RequestAborted);
        return [.. all.Where(account => account.Status is AccountStatus.Active)];
    }
}
