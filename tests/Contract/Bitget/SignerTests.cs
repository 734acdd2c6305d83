using System.Text;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Secrets;
using TradingPlatform.Exchanges.Bitget;

namespace TradingPlatform.Contract.Bitget;

public sealed class SignerTests
{
    private readonly BitgetSigner _signer = new(
        new ExchangeCredentials(new Secret("key"), new Secret("bitget-secret"), new Secret("words")));

    [Theory]
    [InlineData(
        "POST", "/api/v2/spot/trade/place-order",
        """{"symbol":"BTCUSDT","side":"buy","orderType":"limit","force":"gtc","price":"10000","size":"0.001","clientOid":"t1-o1"}""",
        "+UvwJtOhufp6qxAzTCA8KdGKG3OmW+ThJ3E5iQLry1I=")]
    [InlineData(
        "GET", "/api/v2/spot/trade/orderInfo?clientOid=t1-o1", "", "bAXiZ64cD7bHKAtaAlPm/tzawQQ8aEzcFzHphwEjvPc=")]
    public void A_call_is_signed_over_time_method_path_with_query_and_body(
        string method, string path, string body, string signature) =>
        Assert.Equal(signature, _signer.Sign(1735689600000, method, path, Encoding.UTF8.GetBytes(body)));

    [Fact]
    public void Printing_a_signer_shows_nothing_of_its_key() =>
        Assert.Equal("BitgetSigner", _signer.ToString());
}
