using Microsoft.AspNetCore.Mvc;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Risk;
using TradingPlatform.Hosting.Json;
using TradingPlatform.Hosting.Pipeline;
using TradingPlatform.Hosting.Problems;
using TradingPlatform.Orders.Views;

namespace TradingPlatform.Orders.Endpoints;

/// <summary>Limits, the status against them, and the kill switch.</summary>
internal static class RiskEndpoints
{
    private const int LongestReason = 500;
    private const int MostSymbols = 500;

    public static async Task<IResult> GetLimitsAsync(HttpContext context, [FromServices] RiskRepository risk)
    {
        var (stored, _) = await risk.GetLimitsAsync(context.Caller().Tenant, context.RequestAborted);
        return TypedResults.Json(LimitsView.Of(stored.Limits), OrdersJson.Wire.LimitsView);
    }

    public static async Task<IResult> PutLimitsAsync(HttpContext context, [FromServices] SetRiskLimits set)
    {
        var body = await RequestBody.ReadAsync(context, OrdersJson.Wire.LimitsView);
        if (!body.TryGet(out var request, out var malformed))
        {
            return malformed;
        }

        if (Check(request).Problem is { } problem)
        {
            return problem;
        }

        var limits = await set.HandleAsync(context.Caller(), request.ToLimits(), context.RequestAborted);
        return TypedResults.Json(LimitsView.Of(limits), OrdersJson.Wire.LimitsView);
    }

    public static async Task<IResult> GetStatusAsync(HttpContext context, [FromServices] RiskStatusReader status) =>
        TypedResults.Json(
            RiskStatusView.Of(await status.GetAsync(context.Caller().Tenant, context.RequestAborted)),
            OrdersJson.Wire.RiskStatusView);

    public static async Task<IResult> GetKillSwitchAsync(
        HttpContext context, [FromServices] SetKillSwitch killSwitch) =>
        Show(await killSwitch.GetAsync(context.Caller().Tenant, context.RequestAborted));

    public static async Task<IResult> SetKillSwitchAsync(HttpContext context, [FromServices] SetKillSwitch killSwitch)
    {
        var body = await RequestBody.ReadAsync(context, OrdersJson.Wire.KillSwitchRequest);
        if (!body.TryGet(out var request, out var malformed))
        {
            return malformed;
        }

        return request.Reason.Length is 0 or > LongestReason
            ? Problem.Invalid("reason", "must be 1 to 500 characters")
            : Show(await killSwitch.SetAsync(
                context.Caller(), request.Reason, request.CancelOpenOrders, context.RequestAborted));
    }

    public static async Task<IResult> ReleaseKillSwitchAsync(
        HttpContext context, [FromServices] SetKillSwitch killSwitch) =>
        Show(await killSwitch.ReleaseAsync(context.Caller(), context.RequestAborted));

    private static Microsoft.AspNetCore.Http.HttpResults.JsonHttpResult<KillSwitchView> Show(KillSwitch killSwitch) =>
        TypedResults.Json(KillSwitchView.Of(killSwitch), OrdersJson.Wire.KillSwitchView);

    private static FieldErrors Check(LimitsView limits)
    {
        var errors = new FieldErrors();
        foreach (var (field, amount) in new (string, decimal?)[]
        {
            ("maxOrderNotional", limits.MaxOrderNotional), ("maxPositionNotional", limits.MaxPositionNotional),
            ("maxOpenOrders", limits.MaxOpenOrders), ("maxLeverage", limits.MaxLeverage),
            ("maxRiskPerTrade", limits.MaxRiskPerTrade), ("maxPositionShare", limits.MaxPositionShare),
            ("minOrderQuantity", limits.MinOrderQuantity), ("maxOrderQuantity", limits.MaxOrderQuantity),
            ("maxDailyLoss", limits.MaxDailyLoss), ("maxDrawdown", limits.MaxDrawdown),
            ("priceCollarBps", limits.PriceCollarBps),
        })
        {
            // Zero is a limit like any other: it lets nothing through.
            errors.Require(amount is null or (>= 0 and <= 1_000_000_000_000m), field, "must be 0 to 10^12, or null");
        }

        foreach (var (field, share) in new[]
        {
            ("maxRiskPerTrade", limits.MaxRiskPerTrade), ("maxDrawdown", limits.MaxDrawdown),
        })
        {
            errors.Require(share is null or <= 1, field, "is a share, at most 1");
        }

        errors.Require(
            limits.SymbolWhitelist is null or { Count: <= MostSymbols }, "symbolWhitelist",
            "must name at most 500 pairs");
        foreach (var symbol in limits.SymbolWhitelist ?? [])
        {
            errors.Require(Symbol.TryParse(symbol, out _), "symbolWhitelist", "must hold pairs as BASE-QUOTE");
        }

        return errors;
    }
}
