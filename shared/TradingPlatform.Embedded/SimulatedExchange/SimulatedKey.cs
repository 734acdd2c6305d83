namespace TradingPlatform.Embedded.SimulatedExchange;

/// <summary>A key with an account of its own, made at start.</summary>
public sealed record SimulatedKey
{
    /// <summary>What the caller sends in <c>X-MBX-APIKEY</c>.</summary>
    public required string ApiKey { get; init; }

    /// <summary>What the caller signs with.</summary>
    public required string SecretKey { get; init; }

    /// <summary>What the key may do.</summary>
    public SimulatedPermissions Permissions { get; init; } = new();

    /// <summary>Amounts by asset; null is <see cref="SimulatedExchangeOptions.StartingBalances"/>.</summary>
    public IReadOnlyDictionary<string, decimal>? Balances { get; init; }

    /// <summary>Names the type alone: neither key nor secret is ever printed.</summary>
    public override string ToString() => nameof(SimulatedKey);
}
