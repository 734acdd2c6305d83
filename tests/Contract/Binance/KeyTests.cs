using TradingPlatform.Core.Exchanges;

namespace TradingPlatform.Contract.Binance;

/// <summary>What a key may do, and that it is never seen (F18).</summary>
public sealed class KeyTests : TestBed
{
    [Fact]
    public async Task A_key_is_read_as_the_exchange_states_it_and_an_open_statement_is_no_answer()
    {
        const string Call = "GET /sapi/v1/account/apiRestrictions";
        Assert.Null(await Exchange.FindKeyPermissionsAsync(default));
        Server.Answer(Call, "<html>people</html>");
        Assert.Null(await Exchange.FindKeyPermissionsAsync(default));
        Server.Answer(Call, """
            {"ipRestrict":true,"enableReading":true,"enableSpotAndMarginTrading":true,"enableWithdrawals":false,
             "permitsUniversalTransfer":true,"tradingAuthorityExpirationTime":1628985600000}
            """);
        Assert.Equal(
            new KeyPermissions(true, true, true, true, DateTimeOffset.FromUnixTimeMilliseconds(1628985600000)),
            await Exchange.FindKeyPermissionsAsync(default));
        Server.Answer(Call, """{"ipRestrict":true,"enableReading":true}""");
        await Assert.ThrowsAsync<ExchangeException>(() => Exchange.FindKeyPermissionsAsync(default));
        Server.Answer(Call, _ => Reply.Error(401, -2015, "Invalid API-key, IP, or permissions for action."));
        var refused = await Assert.ThrowsAsync<ExchangeException>(() => Exchange.FindKeyPermissionsAsync(default));
        Assert.Equal(ExchangeErrorKind.CredentialsInvalid, refused.Error.Kind);
    }

    [Fact]
    public void A_key_that_fits_into_no_header_is_refused_without_a_call()
    {
        var refused = Assert.Throws<ExchangeException>(() => Connect("two\r\nlines", "secret"));
        Assert.Equal(ExchangeErrorKind.CredentialsInvalid, refused.Error.Kind);
        Assert.DoesNotContain("lines", refused.ToString(), StringComparison.Ordinal);
        Assert.Empty(Server.Received);
    }

    [Fact]
    public async Task F18_No_key_and_no_signature_is_in_any_log_error_or_text()
    {
        Server.Misbehave("POST /api/v3/order", (context, _) =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        var texts = new List<string> { (await PlaceAsync(Limit)).ToString() };
        var signed = await Exchange.SignAsync(NewId(), Limit, default);
        texts.Add(signed.ToString());
        texts.Add((await Exchange.PlaceAsync(signed, default)).ToString());
        Fail("GET /api/v3/account", 401, -2015, "Invalid API-key, IP, or permissions for action.");
        texts.Add((await Assert.ThrowsAsync<ExchangeException>(() => Exchange.GetAccountAsync(default))).ToString());
        var wrong = Connect("CanaryKeyOfSomeoneElse", "CanarySecretOfSomeoneElse");
        texts.Add((await Assert.ThrowsAsync<ExchangeException>(() => wrong.GetAccountAsync(default))).ToString());
        texts.Add(Exchange.ToString()!);
        texts.AddRange(Logs.All);
        Assert.Contains(Logs.All, line => line.Contains("/api/v3/order", StringComparison.Ordinal));
        var signatures = Server.Received.Select(seen => seen.Fields.GetValueOrDefault("signature")).OfType<string>();
        Assert.All(texts, text =>
        {
            Assert.DoesNotContain("Canary", text, StringComparison.OrdinalIgnoreCase);
            Assert.All(signatures, signature => Assert.DoesNotContain(signature[..8], text, StringComparison.Ordinal));
        });
    }
}
