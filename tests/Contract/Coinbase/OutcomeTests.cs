using TradingPlatform.Contract.Venues;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Exchanges;
using TradingPlatform.Exchanges.Coinbase;

namespace TradingPlatform.Contract.Coinbase;

public sealed class ExchangeApiOutcomeTests : OutcomeSuite
{
    protected override string CancelCall => "DELETE /orders/";

    [Theory]
    [InlineData(400, "Insufficient funds", ExchangeErrorKind.InsufficientBalance)]
    [InlineData(400, "size is too small. Minimum size is 0.001", ExchangeErrorKind.InstrumentRule)]
    [InlineData(400, "price too precise (29000.123)", ExchangeErrorKind.InstrumentRule)]
    [InlineData(400, "Cancel only mode", ExchangeErrorKind.MarketClosed)]
    [InlineData(404, "Product not found", ExchangeErrorKind.InvalidRequest)]
    [InlineData(401, "Invalid Passphrase", ExchangeErrorKind.CredentialsInvalid)]
    [InlineData(400, "words that nobody has seen yet", ExchangeErrorKind.Other)]
    public async Task A_refusal_in_the_exchanges_own_words_proves_that_nothing_was_placed(
        int status, string message, ExchangeErrorKind kind)
    {
        Venue.Server.AnswerInstead(Venue.PlaceCall, new Answered(status, $$"""{"message":"{{message}}"}"""));

        var rejected = Assert.IsType<Placement.Rejected>(await PlaceAsync(Limit, NewId()));

        Assert.Equal((kind, message), (rejected.Error.Kind, rejected.Error.Message));
    }

    [Fact]
    public async Task F02_The_exchange_takes_an_id_twice_so_nothing_is_ever_sent_twice()
    {
        Assert.Equal(ResubmitPolicy.Never, CoinbaseConnector.ExchangeApiResubmitPolicy);
        var id = NewId();
        await PlaceAsync(Market, id);
        await PlaceAsync(Market, id);
        Assert.Equal(2, Venue.Books.Orders.Length);

        Venue.Server.LoseAnswer(Venue.PlaceCall);
        await PlaceAsync(Market, NewId());
        Assert.Equal((3, 3), (Venue.Books.Orders.Length, Venue.Server.Count(Venue.PlaceCall)));
    }

    [Fact]
    public async Task An_order_answered_as_rejected_says_why()
    {
        Venue.Server.AnswerInstead(Venue.PlaceCall, new Answered(200,
            """{"id":"x","client_oid":"00000000-0000-4000-8000-000000000001","status":"rejected","reject_reason":"post only"}"""));

        var rejected = Assert.IsType<Placement.Rejected>(await PlaceAsync(Limit, NewId()));

        Assert.Equal(ExchangeErrorKind.WouldTake, rejected.Error.Kind);
    }

    [Fact]
    public async Task An_order_that_the_exchange_knows_no_more_was_cancelled_unfilled()
    {
        var id = NewId();
        var placed = Assert.IsType<Placement.Accepted>(await PlaceAsync(Limit, id)).Report;
        Venue.Books.Cancel(Assert.Single(Venue.Books.Orders));
        var reference = new OrderReference(Pair, id, placed.ExchangeOrderId);

        // Just after it was acknowledged it may merely not be in the books yet.
        Assert.Null(await Exchange.FindOrderAsync(reference, default));
        // By our id alone nothing is proven: it may be on its way.
        Assert.Null(await Exchange.FindOrderAsync(new OrderReference(Pair, id), default));
    }

    [Fact]
    public async Task What_a_key_may_do_is_not_told() =>
        Assert.Null(await Exchange.FindKeyPermissionsAsync(default));

    internal override IVenue Open() => new ExchangeApiVenue(TimeProvider.System);

    internal override IExchange WithAnotherSecret() => ((ExchangeApiVenue)Venue).Connect("AAAA");
}

public sealed class AdvancedOutcomeTests : OutcomeSuite
{
    protected override string CancelCall => "POST /api/v3/brokerage/orders/batch_cancel";

    [Theory]
    [InlineData("INSUFFICIENT_FUND", ExchangeErrorKind.InsufficientBalance)]
    [InlineData("PREVIEW_INSUFFICIENT_FUND", ExchangeErrorKind.InsufficientBalance)]
    [InlineData("INVALID_LIMIT_PRICE_POST_ONLY", ExchangeErrorKind.WouldTake)]
    [InlineData("INVALID_SIZE_PRECISION", ExchangeErrorKind.InstrumentRule)]
    [InlineData("ORDER_ENTRY_DISABLED", ExchangeErrorKind.MarketClosed)]
    [InlineData("UNSUPPORTED_ORDER_CONFIGURATION", ExchangeErrorKind.InvalidRequest)]
    public async Task A_refusal_in_an_ordinary_answer_proves_that_nothing_was_placed(
        string reason, ExchangeErrorKind kind)
    {
        Venue.Server.AnswerInstead(Venue.PlaceCall, Refused(reason));

        var rejected = Assert.IsType<Placement.Rejected>(await PlaceAsync(Limit, NewId()));

        Assert.Equal((kind, reason), (rejected.Error.Kind, rejected.Error.Code));
    }

    [Theory]
    [InlineData("UNKNOWN_FAILURE_REASON")]
    [InlineData("A_REASON_THAT_NOBODY_HAS_SEEN_YET")]
    public async Task A_reason_that_is_not_in_the_table_proves_nothing(string reason)
    {
        Venue.Server.AnswerInstead(Venue.PlaceCall, Refused(reason));
        Venue.Server.AnswerInstead(Venue.PlaceCall, Refused(reason));

        Assert.Equal(reason, Assert.IsType<Placement.Unknown>(await PlaceAsync(Limit, NewId())).Why);
    }

    [Fact]
    public async Task F02_The_same_bytes_posted_once_more_tell_what_became_of_the_first()
    {
        Assert.Equal(ResubmitPolicy.ReturnsEarlierOrder, CoinbaseConnector.AdvancedResubmitPolicy);
        Venue.Server.LoseAnswer(Venue.PlaceCall);

        var placed = Assert.IsType<Placement.Accepted>(await PlaceAsync(Market, NewId()));

        Assert.Equal(Assert.Single(Venue.Books.Orders).Id, placed.Report.ExchangeOrderId);
        var posted = Venue.Server.Received.Where(asked => asked.Call == Venue.PlaceCall).ToArray();
        Assert.Equal(2, posted.Length);
        Assert.Equal(posted[0].Body, posted[1].Body);
        Assert.Equal(posted[0].Headers["Authorization"], posted[1].Headers["Authorization"]);
    }

    [Fact]
    public async Task A_no_to_the_second_post_says_nothing_of_the_first()
    {
        Venue.Server.LoseAnswer(Venue.PlaceCall);
        Venue.Server.AnswerInstead(Venue.PlaceCall, Refused("INSUFFICIENT_FUND"));

        Assert.IsType<Placement.Unknown>(await PlaceAsync(Market, NewId()));
        Assert.Single(Venue.Books.Orders);
    }

    [Fact]
    public async Task An_answer_that_names_another_order_is_not_believed()
    {
        var id = NewId();
        await PlaceAsync(Limit, id);

        // The same id with other terms: the exchange answers with the order it has.
        Assert.IsType<Placement.Unknown>(await PlaceAsync(Limit with { Price = new Price(1) }, id));
        Assert.Single(Venue.Books.Orders);
    }

    [Fact]
    public async Task A_duplicate_is_looked_for()
    {
        var id = NewId();
        await PlaceAsync(Limit, id);
        Venue.Server.AnswerInstead(Venue.PlaceCall, Refused("DUPLICATE_CLIENT_ORDER_ID"));

        var placed = Assert.IsType<Placement.Accepted>(await PlaceAsync(Limit, id));

        Assert.Equal(Assert.Single(Venue.Books.Orders).Id, placed.Report.ExchangeOrderId);
    }

    [Fact]
    public async Task A_preview_tells_what_stands_against_an_order() => Assert.Equal(
        ExchangeErrorKind.InsufficientBalance, (await Exchange.TestAsync(NewId(), Limit, default))!.Kind);

    [Fact]
    public async Task F19_What_a_key_may_do_is_read_and_a_permission_that_is_not_stated_is_no_answer()
    {
        var key = await Exchange.FindKeyPermissionsAsync(default);
        Assert.Equal((true, true, false), (key!.CanRead, key.CanTrade, key.CanWithdraw));

        ((AdvancedVenue)Venue).Own.Permissions = """{"can_view":true,"can_trade":true}""";
        await Assert.ThrowsAsync<ExchangeException>(() => Exchange.FindKeyPermissionsAsync(default));
    }

    internal override IVenue Open() => new AdvancedVenue(TimeProvider.System);

    internal override IExchange WithAnotherSecret() => ((AdvancedVenue)Venue).Connect(new TokenCheck().Sec1);

    private static Answered Refused(string reason) => new(200, $$"""
        {"success":false,"error_response":{"error":"UNKNOWN_FAILURE_REASON","message":"","error_details":"",
         "new_order_failure_reason":"{{reason}}"},"order_configuration":null}
        """);
}
