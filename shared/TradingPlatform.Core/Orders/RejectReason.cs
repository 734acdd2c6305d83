namespace TradingPlatform.Core.Orders;

/// <summary>Why an order never stood on the book.</summary>
/// <param name="Code">One of API.md's codes, or <see cref="NotPlacedCode"/>.</param>
/// <param name="Message">For a person.</param>
/// <param name="ExchangeCode">The exchange's own code, where it refused.</param>
public sealed record RejectReason(string Code, string Message, string? ExchangeCode = null)
{
    /// <summary>The request never reached the exchange, and can no longer be accepted.</summary>
    public const string NotPlacedCode = "NOT_PLACED";

    /// <summary>The order was never sent, or it is proven that it did not arrive in time.</summary>
    public static RejectReason NotPlaced(string message) => new(NotPlacedCode, message);
}
