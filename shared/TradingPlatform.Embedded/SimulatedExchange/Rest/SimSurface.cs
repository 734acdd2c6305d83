using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using TradingPlatform.Embedded.SimulatedExchange.Engine;
using TradingPlatform.Embedded.SimulatedExchange.Streams;

namespace TradingPlatform.Embedded.SimulatedExchange.Rest;

/// <summary>What no real exchange offers, under <c>/sim/</c> and to loopback alone: making keys, moving prices,
/// planning faults, shifting the clock, and reading the exchange's own truth. Keys are also made for others where
/// <see cref="SimulatedExchangeOptions.WithinNetwork"/> says so.</summary>
internal sealed class SimSurface(TradingFloor floor, FaultPlan faults, StreamFaults streams)
{
    public async Task HandleAsync(HttpContext context)
    {
        if (!IsOpenTo(context))
        {
            context.Response.StatusCode = 404;
            return;
        }

        var (method, path) = (context.Request.Method, context.Request.Path.Value ?? string.Empty);
        try
        {
            await ((method, path) switch
            {
                ("POST", "/sim/keys") => AddKeyAsync(context),
                ("DELETE", "/sim/keys") => RevokeKeyAsync(context),
                ("POST", "/sim/deposit") => DepositAsync(context),
                ("POST", "/sim/price") => MovePriceAsync(context),
                ("POST", "/sim/status") => SetStatusAsync(context),
                ("POST", "/sim/faults") => AddFaultAsync(context),
                ("DELETE", "/sim/faults") => ClearFaultsAsync(context),
                ("POST", "/sim/streams") => TroubleStreamsAsync(context),
                ("POST", "/sim/clock") => SetClockAsync(context),
                ("GET", "/sim/orders") => OrdersAsync(context),
                ("GET", "/sim/trades") => TradesAsync(context),
                _ => RefuseAsync(context, 404, "There is no such endpoint."),
            });
        }
        catch (Exception malformed) when (malformed is JsonException or FormatException or InvalidOperationException
            or KeyNotFoundException)
        {
            await RefuseAsync(context, 400, "The request is malformed.");
        }
    }

    private bool IsOpenTo(HttpContext context) =>
        context.Connection.RemoteIpAddress is not { } address || IPAddress.IsLoopback(address)
        || (floor.Options.WithinNetwork && context.Request.Path == "/sim/keys"
            && HttpMethods.IsPost(context.Request.Method));

    private static async Task<JsonElement> BodyAsync(HttpContext context)
    {
        using var document = await JsonDocument.ParseAsync(context.Request.Body, default, context.RequestAborted);
        return document.RootElement.Clone();
    }

    private async Task AddKeyAsync(HttpContext context)
    {
        var body = context.Request.ContentLength is 0 ? default : await BodyAsync(context);
        var permissions = new SimulatedPermissions();
        if (Member(body, "permissions") is { } granted)
        {
            permissions = new SimulatedPermissions
            {
                EnableReading = Flag(granted, "enableReading", permissions.EnableReading),
                EnableSpotAndMarginTrading =
                    Flag(granted, "enableSpotAndMarginTrading", permissions.EnableSpotAndMarginTrading),
                EnableWithdrawals = Flag(granted, "enableWithdrawals", permissions.EnableWithdrawals),
                IpRestrict = Flag(granted, "ipRestrict", permissions.IpRestrict),
            };
        }

        var balances = Member(body, "balances")?.EnumerateObject()
            .ToDictionary(each => each.Name, each => Amount(each.Value), StringComparer.Ordinal);
        var (apiKey, secretKey) = (Member(body, "apiKey")?.GetString(), Member(body, "secretKey")?.GetString());
        var made = await floor.DoAsync(_ =>
            apiKey is not null && floor.Keys.TryFind(apiKey, out TradingKey? _) ? null
            // Another key of an account that is there, or an account of its own.
            : Member(body, "accountOf")?.GetString() is not { } other
                ? floor.AddKey(apiKey, secretKey, permissions, balances)
            : floor.Keys.TryFind(other, out var known) ? floor.AddKeyTo(known, apiKey, secretKey, permissions)
            : null);
        await (made is null
            ? RefuseAsync(context, 409, "There is such a key already, or none of that account.")
            : WriteAsync(context, writer =>
            {
                writer.WriteString("apiKey"u8, made.ApiKey);
                writer.WriteString("secretKey"u8, made.SecretKey);
            }));
    }

    private async Task RevokeKeyAsync(HttpContext context)
    {
        var found = await floor.DoAsync(_ =>
        {
            if (!floor.Keys.TryFind(context.Request.Query["apiKey"].ToString(), out var key))
            {
                return false;
            }

            floor.Revoke(key);
            return true;
        });
        await (found ? WriteAsync(context, static _ => { }) : RefuseAsync(context, 404, "There is no such key."));
    }

    // Below zero it is a withdrawal.
    private async Task DepositAsync(HttpContext context)
    {
        var body = await BodyAsync(context);
        if (!floor.Keys.TryFind(body.GetProperty("apiKey").GetString()!, out var key))
        {
            await RefuseAsync(context, 404, "There is no such key.");
            return;
        }

        await floor.DoAsync(now => floor.Engine.Ledger.Deposit(
            key.Account, body.GetProperty("asset").GetString()!, Amount(body.GetProperty("amount")), now));
        await WriteAsync(context, static _ => { });
    }

    private async Task MovePriceAsync(HttpContext context)
    {
        var body = await BodyAsync(context);
        var market = floor.Engine.ByName[body.GetProperty("symbol").GetString()!];
        var price = Amount(body.GetProperty("price"));
        if (price <= 0)
        {
            await RefuseAsync(context, 400, "A price is above zero.");
            return;
        }

        await floor.DoAsync(now => floor.Engine.MovePrice(market, price, now));
        await WriteAsync(context, writer =>
        {
            writer.WriteString("symbol"u8, market.Name);
            writer.WriteAmount("price"u8, market.ReferencePrice);
        });
    }

    private async Task SetStatusAsync(HttpContext context)
    {
        var body = await BodyAsync(context);
        var market = floor.Engine.ByName[body.GetProperty("symbol").GetString()!];
        if (Words.ParseSymbolStatus(body.GetProperty("status").GetString()!) is not { } status)
        {
            await RefuseAsync(context, 400, "There is no such status.");
            return;
        }

        await floor.DoAsync(now => floor.Engine.SetStatus(market, status, now));
        await WriteAsync(context, writer => writer.WriteString("status"u8, status.Word()));
    }

    private async Task AddFaultAsync(HttpContext context)
    {
        var body = await BodyAsync(context);
        if (Fault.Parse(body.GetProperty("kind").GetString()!) is not { } kind)
        {
            await RefuseAsync(context, 400, "There is no such fault.");
            return;
        }

        var count = Member(body, "count")?.GetInt32() ?? 1;
        faults.Add(
            new Fault(
                body.GetProperty("operation").GetString()!,
                kind,
                Member(body, "delayMs")?.GetInt64() ?? 0,
                Member(body, "retryAfter")?.GetInt64() ?? 1),
            count);
        await WriteAsync(context, writer => writer.WriteNumber("count"u8, count));
    }

    private Task ClearFaultsAsync(HttpContext context)
    {
        faults.Clear();
        return WriteAsync(context, static _ => { });
    }

    private async Task TroubleStreamsAsync(HttpContext context)
    {
        var body = await BodyAsync(context);
        await (streams.Act(body) is { } affected
            ? WriteAsync(context, writer => writer.WriteNumber("affected"u8, affected))
            : RefuseAsync(context, 400, "There is no such trouble."));
    }

    private async Task SetClockAsync(HttpContext context)
    {
        var body = await BodyAsync(context);
        floor.Clock.Skew = body.GetProperty("skewMs").GetInt64();
        await WriteAsync(context, writer => writer.WriteNumber("serverTime"u8, floor.Clock.Now));
    }

    private async Task OrdersAsync(HttpContext context)
    {
        await floor.WhenSettled();
        await (floor.Keys.TryFind(context.Request.Query["apiKey"].ToString(), out var key)
            ? WriteRawAsync(
                context, writer => OrderJson.WriteQueried(writer, floor.History.EveryOrder(key.Account.Id)))
            : RefuseAsync(context, 404, "There is no such key."));
    }

    private async Task TradesAsync(HttpContext context)
    {
        await floor.WhenSettled();
        await (floor.Keys.TryFind(context.Request.Query["apiKey"].ToString(), out var key)
            ? WriteRawAsync(
                context, writer => OrderJson.WriteTrades(writer, floor.History.EveryTrade(key.Account.Id)))
            : RefuseAsync(context, 404, "There is no such key."));
    }

    private static JsonElement? Member(JsonElement body, string name) =>
        body.ValueKind is JsonValueKind.Object && body.TryGetProperty(name, out var member)
        && member.ValueKind is not JsonValueKind.Null
            ? member
            : null;

    private static bool Flag(JsonElement body, string name, bool otherwise) =>
        Member(body, name)?.GetBoolean() ?? otherwise;

    private static decimal Amount(JsonElement value) => value.ValueKind is JsonValueKind.Number
        ? value.GetDecimal()
        : decimal.Parse(value.GetString()!, NumberStyles.Number, CultureInfo.InvariantCulture);

    private static Task RefuseAsync(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        return WriteAsync(context, writer => writer.WriteString("msg"u8, message));
    }

    private static Task WriteAsync(HttpContext context, Action<Utf8JsonWriter> members) =>
        WriteRawAsync(context, writer =>
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        });

    private static async Task WriteRawAsync(HttpContext context, Action<Utf8JsonWriter> write)
    {
        context.Response.ContentType = "application/json;charset=UTF-8";
        await using var writer = new Utf8JsonWriter(context.Response.BodyWriter);
        write(writer);
        await writer.FlushAsync(context.RequestAborted);
    }
}
