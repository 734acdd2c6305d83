using TradingPlatform.Core.Exchanges;

namespace TradingPlatform.Contract.Venues;

/// <summary>
/// What an answer, or none, proves of an order: taken, certainly not there, or not known (FAILURES.md F01, F02).
/// </summary>
public abstract class OutcomeSuite : VenueSuite
{
    [Theory]
    [InlineData(500, "{}")]
    [InlineData(502, "<html>Bad Gateway</html>")]
    [InlineData(503, """{"message":"Service Unavailable"}""")]
    [InlineData(504, "")]
    [InlineData(200, "<html>Checking your browser</html>")]
    [InlineData(200, """{"id":"half""")]
    [InlineData(409, """{"message":"something new"}""")]
    public async Task F01_An_answer_that_proves_nothing_leaves_the_order_unknown(int status, string body)
    {
        var id = NewId();
        // Twice, for an adapter that asks by posting the same once more.
        Venue.Server.AnswerInstead(Venue.PlaceCall, new Answered(status, body));
        Venue.Server.AnswerInstead(Venue.PlaceCall, new Answered(status, body));

        Assert.IsType<Placement.Unknown>(await PlaceAsync(Limit, id));
        Assert.Null(await Exchange.FindOrderAsync(new OrderReference(Pair, id), default));
    }

    [Fact]
    public async Task F01_An_order_whose_answer_was_lost_is_found_and_is_there_once()
    {
        var id = NewId();
        Venue.Server.LoseAnswer(Venue.PlaceCall);
        Venue.Server.LoseAnswer(Venue.PlaceCall);

        Assert.IsType<Placement.Unknown>(await PlaceAsync(Limit, id));

        var order = Assert.Single(Venue.Books.Orders);
        var found = await Exchange.FindOrderAsync(new OrderReference(Pair, id), default);
        Assert.Equal((order.Id, id, ReportedStatus.Open), (found!.ExchangeOrderId, found.ClientOrderId, found.Status));
        Assert.Equal(Limit, found.Ticket);
    }

    [Fact]
    public async Task F02_A_market_order_that_filled_behind_a_lost_answer_is_never_placed_again()
    {
        var id = NewId();
        Venue.Server.LoseAnswer(Venue.PlaceCall);
        Venue.Server.LoseAnswer(Venue.PlaceCall);

        await PlaceAsync(Market, id);

        Assert.Single(Venue.Books.Orders);
        var found = await Exchange.FindOrderAsync(new OrderReference(Pair, id), default);
        Assert.Equal((ReportedStatus.Filled, 0.5m), (found!.Status, found.FilledQuantity.Value));
    }

    [Fact]
    public async Task F02_A_signed_order_is_sent_once()
    {
        using var turn = await Exchange.WaitToSendAsync(default);
        var signed = await Exchange.SignAsync(NewId(), Limit, default);
        Assert.IsType<Placement.Accepted>(await Exchange.PlaceAsync(signed, default));

        await Assert.ThrowsAsync<InvalidOperationException>(() => Exchange.PlaceAsync(signed, default));
        Assert.Single(Venue.Books.Orders);
    }

    [Fact]
    public async Task A_key_whose_signature_is_wrong_is_refused_and_nothing_is_placed()
    {
        var rejected = Assert.IsType<Placement.Rejected>(await PlaceAsync(WithAnotherSecret(), Limit, NewId()));

        Assert.Equal(ExchangeErrorKind.CredentialsInvalid, rejected.Error.Kind);
        Assert.Equal(ExchangeErrorKind.CredentialsInvalid, (await Assert.ThrowsAsync<ExchangeException>(
            () => WithAnotherSecret().GetAccountAsync(default))).Error.Kind);
        Assert.Empty(Venue.Books.Orders);
    }

    [Fact]
    public async Task F13_A_429_proves_that_nothing_was_placed_and_stops_all_until_it_says_otherwise()
    {
        Venue.Server.AnswerInstead(Venue.PlaceCall, new Answered(429, """{"message":"rate limit exceeded"}""")
        {
            Headers = new Dictionary<string, string> { ["Retry-After"] = "60" },
        });
        var rejected = Assert.IsType<Placement.Rejected>(await PlaceAsync(Limit, NewId()));
        Assert.Equal((ExchangeErrorKind.RateLimited, TimeSpan.FromSeconds(60)),
            (rejected.Error.Kind, rejected.Error.RetryAfter));

        var seen = Venue.Server.Received.Count;
        var refused = await Assert.ThrowsAsync<ExchangeException>(
            () => Exchange.FindOrderAsync(new OrderReference(Pair, NewId()), default));
        Assert.Equal(ExchangeErrorKind.RateLimited, refused.Error.Kind);
        Assert.IsType<Cancellation.Refused>(
            await Exchange.CancelAsync(new OrderReference(Pair, NewId(), "x"), default));
        Assert.Equal(seen, Venue.Server.Received.Count);
    }

    [Fact]
    public async Task F13_A_418_is_a_ban()
    {
        Venue.Server.AnswerInstead(Venue.PlaceCall, new Answered(418, ""));
        var rejected = Assert.IsType<Placement.Rejected>(await PlaceAsync(Limit, NewId()));
        Assert.Equal(ExchangeErrorKind.Banned, rejected.Error.Kind);

        var refused = await Assert.ThrowsAsync<ExchangeException>(() => Exchange.GetAccountAsync(default));
        Assert.Equal(ExchangeErrorKind.Banned, refused.Error.Kind);
    }

    [Fact]
    public async Task A_cancel_whose_answer_was_lost_is_asked_again()
    {
        var id = NewId();
        var placed = Assert.IsType<Placement.Accepted>(await PlaceAsync(Limit, id)).Report;
        Venue.Server.LoseAnswer(CancelCall);

        var cancelled = await Exchange.CancelAsync(new OrderReference(Pair, id, placed.ExchangeOrderId), default);

        Assert.False(Assert.Single(Venue.Books.Orders).IsOpen);
        Assert.True(cancelled is Cancellation.Done or Cancellation.NothingToCancel);
    }

    [Fact]
    public async Task Two_hundred_orders_at_once_are_each_there_once()
    {
        var ids = Enumerable.Range(0, 200).Select(_ => NewId()).ToArray();

        var placed = await Task.WhenAll(ids.Select(id => PlaceAsync(Limit, id)));

        Assert.All(placed, one => Assert.IsType<Placement.Accepted>(one));
        Assert.Equal(
            ids.Select(id => id.Text).Order(StringComparer.Ordinal),
            Venue.Books.Orders.Select(order => order.ClientId!).Order(StringComparer.Ordinal));
    }

    /// <summary>How a request that cancels an order begins.</summary>
    protected abstract string CancelCall { get; }

    internal abstract IExchange WithAnotherSecret();
}
