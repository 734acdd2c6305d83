using System.Security.Cryptography;
using TradingPlatform.Contract.Binance;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Secrets;
using TradingPlatform.Exchanges;
using TradingPlatform.Exchanges.Coinbase;
using TradingPlatform.Exchanges.CoinbaseExchange;
using TradingPlatform.Exchanges.Http;

namespace TradingPlatform.Contract.Coinbase;

public sealed class KeyTests : IDisposable
{
    private const string Vector = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    private readonly LogLines _logs = new();
    private readonly CoinbaseConnector _connector;

    public KeyTests() => _connector = new CoinbaseConnector(new CoinbaseOptions(), TimeProvider.System, _logs);

    public void Dispose() => _connector.Dispose();

    [Fact]
    public void The_signature_of_the_published_example_comes_out()
    {
        const string body = """{"client_oid":"7f3c2a1e-0000-4000-8000-000000000001","product_id":"BTC-USD","side":"buy","type":"limit","price":"10000.00","size":"0.001"}""";
        var signer = new ExchangeApiSigner(new Secret("k"), new Secret(Vector), new Secret("p"));

        var signed = signer.Sign(
            new WireCall(HttpMethod.Post, "/orders", null, System.Text.Encoding.UTF8.GetBytes(body)),
            new ExchangeInstant(1735689600_000, TimeSpan.Zero));

        Assert.Contains(
            new KeyValuePair<string, string>("CB-ACCESS-SIGN", "KbLWwH3jLWdGzilzHtA4VIW+IVQ3kM6TAcaHG+8LYcA="),
            signed.Headers);
        Assert.DoesNotContain(Vector, signer.ToString() + signed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_private_key_is_read_in_either_form_and_with_line_breaks_written_out()
    {
        await using var venue = new AdvancedVenue(TimeProvider.System);
        await venue.StartAsync();
        var keys = venue.Own.Tokens;
        foreach (var pem in new[] { keys.Sec1, keys.Pkcs8, keys.Sec1.ReplaceLineEndings("\\n") })
        {
            Assert.True((await venue.Connect(pem).GetAccountAsync(default)).CanTrade);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a key")]
    [InlineData("MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n-----END PRIVATE KEY-----")]
    public void A_key_that_is_none_for_ES256_is_refused_in_words(string pem) => Refused(
        new ExchangeCredentials(new Secret("name"), new Secret(pem), null));

    [Fact]
    public void A_key_on_another_curve_is_refused()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        Refused(new ExchangeCredentials(new Secret("name"), new Secret(key.ExportECPrivateKeyPem()), null));
    }

    [Fact]
    public void A_secret_that_is_no_base64_is_refused() => Refused(
        new ExchangeCredentials(new Secret("key"), new Secret("?"), new Secret("phrase")));

    [Fact]
    public void Each_kind_of_key_has_its_own_host_and_Advanced_Trade_has_no_sandbox()
    {
        var advanced = new ExchangeCredentials(new Secret("n"), new Secret("s"), null);
        var exchange = new ExchangeCredentials(new Secret("n"), new Secret("s"), new Secret("p"));

        Assert.Equal("api.coinbase.com", _connector.DefaultAddress(TradingMode.Production, advanced).Host);
        Assert.Equal("api.exchange.coinbase.com", _connector.DefaultAddress(TradingMode.Production, exchange).Host);
        Assert.Equal(
            "api-public.sandbox.exchange.coinbase.com", _connector.DefaultAddress(TradingMode.Sandbox, exchange).Host);
        var error = Assert.Throws<ExchangeException>(
            () => _connector.DefaultAddress(TradingMode.Sandbox, advanced)).Error;
        Assert.Equal((ExchangeErrorKind.CredentialsInvalid, "NO_SANDBOX"), (error.Kind, error.Code));
    }

    private void Refused(ExchangeCredentials credentials)
    {
        var error = Assert.Throws<ExchangeException>(() => _connector.Connect(
            credentials, TradingMode.Production, new Uri("http://127.0.0.1:1"))).Error;
        Assert.Equal((ExchangeErrorKind.CredentialsInvalid, "KEY_MALFORMED"), (error.Kind, error.Code));
        Assert.True(credentials.SecretKey.Reveal() is { Length: < 8 } || !error.Message.Contains(
            credentials.SecretKey.Reveal(), StringComparison.Ordinal));
    }
}
