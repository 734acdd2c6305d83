namespace TradingPlatform.Core.Tenancy;

/// <summary>What a caller may do; each role may do all that the lower ones may.</summary>
public enum Role
{
    /// <summary>Reads.</summary>
    Viewer = 1,

    /// <summary>Trades, links accounts, sets the kill switch.</summary>
    Trader = 2,

    /// <summary>Changes limits, releases the kill switch.</summary>
    Admin = 3,
}
