namespace TradingPlatform.Embedded.SimulatedExchange.Storage;

/// <summary>A key's permissions as one number.</summary>
internal static class PermissionBits
{
    public static long From(SimulatedPermissions permissions) =>
        (permissions.EnableReading ? 1 : 0)
        | (permissions.EnableSpotAndMarginTrading ? 2 : 0)
        | (permissions.EnableWithdrawals ? 4 : 0)
        | (permissions.IpRestrict ? 8 : 0);

    public static SimulatedPermissions To(long bits) => new()
    {
        EnableReading = (bits & 1) != 0,
        EnableSpotAndMarginTrading = (bits & 2) != 0,
        EnableWithdrawals = (bits & 4) != 0,
        IpRestrict = (bits & 8) != 0,
    };
}
