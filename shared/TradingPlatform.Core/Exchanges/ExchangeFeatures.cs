namespace TradingPlatform.Core.Exchanges;

/// <summary>
/// What an exchange can do beyond placing, cancelling and reading. Callers ask before they call, so that a missing one
/// is a clear refusal and never a silent difference.
/// </summary>
/// <remarks>What a pair takes (kinds of order, icebergs, trailing stops) stands in its <c>Instrument</c>.</remarks>
[Flags]
public enum ExchangeFeatures
{
    /// <summary>Nothing beyond.</summary>
    None = 0,

    /// <summary><see cref="IExchange.TestAsync"/>: it checks an order without taking it.</summary>
    TestOrder = 1 << 0,

    /// <summary><see cref="IExchange.SignReplaceAsync"/>: cancel and place in one call.</summary>
    Replace = 1 << 1,

    /// <summary><see cref="IExchange.SignOcoAsync"/>: one-cancels-other pairs.</summary>
    Oco = 1 << 2,

    /// <summary><see cref="IExchange.GetPositionsAsync"/>: it is a futures market, with leverage and margin.</summary>
    Positions = 1 << 3,

    /// <summary><c>OrderTicket.ReduceOnly</c> is honoured by the exchange itself.</summary>
    ReduceOnly = 1 << 4,

    /// <summary>It tells what a key may do (<see cref="IExchange.FindKeyPermissionsAsync"/> is never null).</summary>
    KeyPermissions = 1 << 5,

    /// <summary><see cref="IExchange.ReadUserEventsAsync"/>: it tells of the account's changes by itself.</summary>
    UserStream = 1 << 6,
}
