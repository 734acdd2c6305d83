namespace TradingPlatform.Embedded.SimulatedExchange;

/// <summary>What a key may do, as <c>GET /sapi/v1/account/apiRestrictions</c> reports it.</summary>
public sealed record SimulatedPermissions
{
    /// <summary>May read the account.</summary>
    public bool EnableReading { get; init; } = true;

    /// <summary>May place and cancel orders.</summary>
    public bool EnableSpotAndMarginTrading { get; init; } = true;

    /// <summary>Reported only: there is nothing to withdraw.</summary>
    public bool EnableWithdrawals { get; init; }

    /// <summary>Reported only: every caller is on loopback.</summary>
    public bool IpRestrict { get; init; }
}
