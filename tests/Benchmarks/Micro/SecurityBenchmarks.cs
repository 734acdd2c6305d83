using System.Text;
using BenchmarkDotNet.Attributes;
using TradingPlatform.Core.Secrets;
using TradingPlatform.Core.Tenancy;
using TradingPlatform.Exchanges.Binance;
using TradingPlatform.Hosting.Auth;

namespace TradingPlatform.Benchmarks.Micro;

/// <summary>What signing and verifying cost.</summary>
[MemoryDiagnoser]
public class SecurityBenchmarks
{
    private static readonly byte[] Form = Encoding.ASCII.GetBytes(
        "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.0001&price=50010"
        + "&newClientOrderId=6c1f0d5e-8f2b-8a3c-9d4e-5f6071829304&newOrderRespType=FULL"
        + "&recvWindow=3000&timestamp=1767868200000");

    private readonly BinanceSigner _signer = new(new Secret(new string('s', 64)));
    private readonly LocalTokens _tokens = new(LocalTokenKey.Ephemeral(), TimeProvider.System);
    private byte[] _token = [];

    [GlobalSetup]
    public void Issue() =>
        _token = Encoding.ASCII.GetBytes(_tokens.Issue(TenantId.Parse("t1"), "u1", [Role.Trader], Tier.Pro));

    [Benchmark]
    public object Binance_signature() => _signer.Append(Form);

    [Benchmark]
    public object? Token_verification() => _tokens.Verify(_token);
}
