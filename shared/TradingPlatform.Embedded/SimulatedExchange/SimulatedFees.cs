namespace TradingPlatform.Embedded.SimulatedExchange;

/// <summary>Commission, as a share of what the account receives and taken from it (Binance without BNB discount).
/// </summary>
/// <param name="Maker">Share taken from the side that rested on the book; 0.001 is 0.1 %.</param>
/// <param name="Taker">Share taken from the side that came to it.</param>
public sealed record SimulatedFees(decimal Maker = 0.001m, decimal Taker = 0.001m);
