namespace TradingPlatform.Core.Exchanges;

/// <summary>How the way to an exchange has fared of late, as this process knows it.</summary>
/// <param name="Address">The exchange's origin.</param>
/// <param name="Calls">How many calls were sent in the last minute.</param>
/// <param name="Failures">
/// How many of those found no answer, or one that says the exchange is down. A refusal is an answer.
/// </param>
/// <param name="Latency">How long the middle one of the calls took that were answered; null where none was.</param>
/// <param name="WeightUsed">How much of the fullest of its limits is used, 0 to 1.</param>
/// <param name="ClockOffset">
/// How far its clock is ahead of ours; null where that is not known, and so no order can be signed.
/// </param>
/// <param name="SilentFor">How long it has asked for silence yet; null where it has not.</param>
/// <param name="IsBanned">It asked for that silence as a ban.</param>
public sealed record ConnectionVitals(
    Uri Address, int Calls, int Failures, TimeSpan? Latency, double WeightUsed, TimeSpan? ClockOffset,
    TimeSpan? SilentFor, bool IsBanned)
{
    /// <summary>
    /// Which of the exchange's addresses calls go to now; null in what was stored before there were several.
    /// </summary>
    public Uri? InUse { get; init; }
}
