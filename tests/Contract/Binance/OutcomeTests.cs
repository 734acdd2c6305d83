using TradingPlatform.Core.Exchanges;
using TradingPlatform.Exchanges;
using TradingPlatform.Exchanges.Binance;

namespace TradingPlatform.Contract.Binance;

/// <summary>What sending an order has shown, for every way in which it can end.</summary>
public sealed class OutcomeTests : TestBed
{
    private const string Place = "POST /api/v3/order";

    [Fact]
    public async Task An_order_that_is_taken_is_accepted_with_its_exact_id()
    {
        var id = NewId();
        var accepted = Assert.IsType<Placement.Accepted>(await PlaceAsync(Limit, id));
        Assert.Equal(id, accepted.Report.ClientOrderId);
        Assert.Equal("9007199254740993", accepted.Report.ExchangeOrderId);
        Assert.Equal(ReportedStatus.Open, accepted.Report.Status);
        Assert.Equal(30000.10m, accepted.Report.Ticket!.Price!.Value.Value);
        var seen = Assert.Single(Server.Received, seen => seen.Call == Place);
        Assert.Equal("", seen.Query);
        Assert.StartsWith(
            "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.00100&price=30000.10&", seen.Body);
    }

    [Fact]
    public async Task A_market_order_reports_its_fills_and_no_price()
    {
        var accepted = Assert.IsType<Placement.Accepted>(await PlaceAsync(Market));
        Assert.Equal(ReportedStatus.Filled, accepted.Report.Status);
        Assert.Equal(50.0m, accepted.Report.FilledQuote);
        Assert.Null(accepted.Report.Ticket!.Price);
        var fill = Assert.Single(accepted.Report.Fills);
        Assert.Equal("9007199254740995", fill.TradeId);
        Assert.Equal(50m, fill.Quote);
        Assert.Equal("USDT", fill.FeeAsset.Text);
        Assert.Equal(accepted.Report.At, fill.At);
    }

    [Theory]
    [InlineData("dropped before")]
    [InlineData("dropped after")]
    [InlineData("504 after")]
    [InlineData("-1007 after")]
    [InlineData("-1006 in a 400")]
    [InlineData("-1000 in a 400")]
    [InlineData("-1008 in a 503")]
    [InlineData("HTML after")]
    [InlineData("truncated JSON after")]
    [InlineData("empty after")]
    [InlineData("another order")]
    [InlineData("a redirect")]
    public async Task F01_An_answer_that_proves_nothing_is_unknown_and_the_order_is_sent_once(string fault)
    {
        Server.Misbehave(Place, (context, act) =>
        {
            var reply = fault.EndsWith("after", StringComparison.Ordinal) || fault == "another order" ? act() : null;
            switch (fault)
            {
                case "dropped before" or "dropped after":
                    context.Abort();
                    return Task.CompletedTask;
                case "another order":
                    return Server.WriteAsync(context, reply! with
                    {
                        Body = reply.Body.Replace("4000-8000", "4000-9000", StringComparison.Ordinal),
                    });
                case "a redirect":
                    context.Response.Headers.Location = "/api/v3/order";
                    return Server.WriteAsync(context, new Reply(307, ""));
                default:
                    return Server.WriteAsync(context, Answer(fault, reply));
            }
        });
        var id = NewId();
        Assert.IsType<Placement.Unknown>(await PlaceAsync(Limit, id));
        Assert.Equal(1, Server.Count(Place));
        var executed = fault.EndsWith("after", StringComparison.Ordinal) || fault == "another order";
        Assert.Equal(executed, await Exchange.FindOrderAsync(new OrderReference(Pair, id), default) is not null);
    }

    [Fact]
    public async Task F01_An_exchange_that_cannot_be_reached_leaves_an_order_unknown()
    {
        using var turn = await Exchange.WaitToSendAsync(default);
        var signed = await Exchange.SignAsync(NewId(), Limit, default);
        await Server.DisposeAsync();
        var unknown = Assert.IsType<Placement.Unknown>(await Exchange.PlaceAsync(signed, default));
        Assert.Contains("ConnectionError", unknown.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task F01_An_answer_that_drips_past_the_time_limit_leaves_an_order_unknown()
    {
        var arrived = new TaskCompletionSource();
        Server.Misbehave(Place, async (context, act) =>
        {
            var whole = act().Body;
            context.Response.ContentLength = whole.Length;
            await context.Response.Body.WriteAsync("{"u8.ToArray());
            await context.Response.Body.FlushAsync();
            arrived.SetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });
        var placing = PlaceAsync(Limit);
        await arrived.Task;
        Clock.Advance(TimeSpan.FromSeconds(12));
        Assert.Equal("No answer in time.", Assert.IsType<Placement.Unknown>(await placing).Why);
    }

    [Fact]
    public async Task F02_A_pooled_connection_that_drops_under_the_second_order_never_sends_it_again()
    {
        Assert.IsType<Placement.Accepted>(await PlaceAsync(Limit));
        Server.Misbehave(Place, (context, _) =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        Assert.IsType<Placement.Unknown>(await PlaceAsync(Limit));
        var orders = Server.Received.Where(seen => seen.Call == Place).ToArray();
        Assert.Equal(2, orders.Length);
        Assert.Equal(orders[0].Connection, orders[1].Connection);
        Assert.Single(Server.Venue.Orders);
    }

    [Fact]
    public async Task F02_A_filled_order_whose_answer_is_lost_is_found_by_its_id_and_never_sent_again()
    {
        Server.Misbehave(Place, (context, act) =>
        {
            act();
            context.Abort();
            return Task.CompletedTask;
        });
        var id = NewId();
        Assert.IsType<Placement.Unknown>(await PlaceAsync(Market, id));
        var report = await Exchange.FindOrderAsync(new OrderReference(Pair, id), default);
        Assert.Equal(ReportedStatus.Filled, report!.Status);
        Assert.Single(Server.Venue.Orders);
        Assert.Equal(ResubmitPolicy.Never, BinanceConnector.ResubmitPolicy);
    }

    [Fact]
    public async Task F02_A_signed_order_is_sent_once_and_names_its_fence()
    {
        var signed = await Exchange.SignAsync(NewId(), Limit, default);
        Assert.Equal(Clock.GetUtcNow(), signed.SignedAt);
        Assert.Equal(Clock.GetUtcNow() + TimeSpan.FromSeconds(3 + 10 + 5), signed.AcceptableUntil);
        await Exchange.PlaceAsync(signed, default);
        await Assert.ThrowsAsync<InvalidOperationException>(() => Exchange.PlaceAsync(signed, default));
        Assert.Equal(1, Server.Count(Place));
    }

    [Fact]
    public async Task A_duplicate_is_the_order_that_is_open_already()
    {
        var id = NewId();
        var first = Assert.IsType<Placement.Accepted>(await PlaceAsync(Limit, id));
        var again = Assert.IsType<Placement.Accepted>(await PlaceAsync(Limit, id));
        Assert.Equal(first.Report.ExchangeOrderId, again.Report.ExchangeOrderId);
    }

    [Fact]
    public async Task A_duplicate_that_cannot_be_found_is_unknown()
    {
        Fail(Place, 400, -2010, "Duplicate order sent.");
        Assert.IsType<Placement.Unknown>(await PlaceAsync(Limit));
    }

    [Theory]
    [InlineData(400, -1013, "Filter failure: LOT_SIZE", ExchangeErrorKind.InstrumentRule)]
    [InlineData(400, -2010, "Account has insufficient balance.", ExchangeErrorKind.InsufficientBalance)]
    [InlineData(400, -2010, "Order would immediately match and take.", ExchangeErrorKind.WouldTake)]
    [InlineData(400, -2010, "Market is closed.", ExchangeErrorKind.MarketClosed)]
    [InlineData(400, -2010, "Something new.", ExchangeErrorKind.Other)]
    [InlineData(400, -1121, "Invalid symbol.", ExchangeErrorKind.InvalidRequest)]
    [InlineData(400, -1021, "Timestamp for this request is outside of the recvWindow.", ExchangeErrorKind.ClockSkew)]
    [InlineData(400, -1022, "Signature for this request is not valid.", ExchangeErrorKind.CredentialsInvalid)]
    [InlineData(401, -2015, "Invalid API-key, IP, or permissions for action.", ExchangeErrorKind.CredentialsInvalid)]
    [InlineData(401, -2014, "API-key format invalid.", ExchangeErrorKind.CredentialsInvalid)]
    [InlineData(400, -1015, "Too many new orders.", ExchangeErrorKind.RateLimited)]
    [InlineData(429, -1003, "Too many requests.", ExchangeErrorKind.RateLimited)]
    [InlineData(418, -1003, "IP banned until 1.", ExchangeErrorKind.Banned)]
    public async Task An_answer_that_proves_non_execution_is_a_rejection(
        int status, int code, string message, ExchangeErrorKind kind)
    {
        Fail(Place, status, code, message);
        var rejected = Assert.IsType<Placement.Rejected>(await PlaceAsync(Limit));
        Assert.Equal(kind, rejected.Error.Kind);
        Assert.Equal(code.ToString(System.Globalization.CultureInfo.InvariantCulture), rejected.Error.Code);
        Assert.Equal(message, rejected.Error.Message);
    }

    private static Reply Answer(string fault, Reply? reply) => fault switch
    {
        "504 after" => new Reply(504, "<html>gateway</html>"),
        "-1007 after" => Reply.Error(504, -1007, "Timeout waiting for response from backend server."),
        "-1006 in a 400" => Reply.Error(400, -1006, "Execution status unknown."),
        "-1000 in a 400" => Reply.Error(400, -1000, "An unknown error occurred."),
        "-1008 in a 503" => Reply.Error(503, -1008, "Server is currently overloaded."),
        "HTML after" => new Reply(200, "<html>Welcome</html>") { ContentType = "text/html" },
        "truncated JSON after" => new Reply(200, reply!.Body[..(reply.Body.Length / 2)]),
        "empty after" => new Reply(200, ""),
        _ => throw new ArgumentOutOfRangeException(nameof(fault)),
    };
}
