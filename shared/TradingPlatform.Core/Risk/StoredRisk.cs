using TradingPlatform.Core.Audit;

namespace TradingPlatform.Core.Risk;

/// <summary>Limits as they are stored, with the end of their audit chain.</summary>
public sealed record StoredLimits(RiskLimits Limits, ChainEnd Audit);

/// <summary>The kill switch as it is stored, with the end of its audit chain.</summary>
/// <param name="Switch">As last set.</param>
/// <param name="CancelPending">Open orders are to be cancelled, and the exchanges still show some.</param>
/// <param name="Audit">The end of the chain.</param>
public sealed record StoredKillSwitch(KillSwitch Switch, bool CancelPending, ChainEnd Audit);
