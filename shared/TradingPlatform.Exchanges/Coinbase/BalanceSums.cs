using System.Collections.Immutable;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;

namespace TradingPlatform.Exchanges.Coinbase;

/// <summary>Adds up what Coinbase holds of an asset: it may list several accounts of one coin.</summary>
internal sealed class BalanceSums(Action<string> unnamed)
{
    private readonly Dictionary<Asset, (decimal Free, decimal Locked)> _sums = [];

    public void Add(string? currency, decimal free, decimal locked)
    {
        if (!Asset.TryParse(currency, out var asset))
        {
            unnamed(currency ?? "");
            return;
        }

        var sum = _sums.GetValueOrDefault(asset);
        _sums[asset] = (sum.Free + free, sum.Locked + locked);
    }

    /// <summary>Of the assets of which there is any.</summary>
    public ImmutableArray<Balance> ToBalances() =>
        [.. _sums.Where(sum => sum.Value != default)
            .Select(sum => new Balance(sum.Key, sum.Value.Free, sum.Value.Locked))];
}
