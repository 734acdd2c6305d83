using Microsoft.AspNetCore.Mvc;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Health;
using TradingPlatform.Hosting.Pipeline;

namespace TradingPlatform.Credentials;

/// <summary>
/// <c>GET /v1/exchanges/health</c>: of the connections that the tenant's own accounts go by, as the stream worker last
/// stored it. The worker itself serves no requests.
/// </summary>
internal static class HealthEndpoint
{
    public static async Task<IResult> HandleAsync(
        HttpContext context, [FromServices] AccountRepository accounts, [FromServices] HealthRepository health,
        [FromServices] TimeProvider clock)
    {
        var (tenant, cancellation) = (context.Caller().Tenant, context.RequestAborted);
        var connected = new List<(ExchangeAccount Account, AccountConnection? Connection)>();
        foreach (var account in await accounts.GetAllAsync(tenant, cancellation))
        {
            connected.Add((account, await health.FindAsync(tenant, account.Id, cancellation)));
        }

        var (items, now) = (new List<ConnectionView>(), clock.GetUtcNow());
        foreach (var group in connected.GroupBy(one => (one.Account.Exchange, one.Connection?.Address)))
        {
            var (exchange, address) = group.Key;
            var found = address is null ? null : await health.FindAsync(address, cancellation);
            var followed = group.Select(one => StreamView.Of(one.Account, one.Connection, now));
            items.Add(ConnectionView.Of(exchange, address, found, [.. followed], now));
        }

        return TypedResults.Json(new HealthView(items, now), CredentialsJson.Wire.HealthView);
    }
}
