namespace TradingPlatform.Core.Orders;

/// <summary>
/// The id that the exchange sees: a lower-case UUID with hyphens, the one shape that every exchange takes (FACTS.md
/// E5). A function of the order's id, and never used again.
/// </summary>
/// <remarks>
/// An order that the platform did not place may carry any text here. <c>default</c> names no order: reading throws.
/// </remarks>
public readonly record struct ClientOrderId
{
    private readonly string? _text;

    /// <summary>Takes the id as it is written.</summary>
    public ClientOrderId(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        _text = text;
    }

    /// <summary>The id as the exchange has it.</summary>
    public string Text => _text ?? throw new InvalidOperationException("This ClientOrderId names no order.");

    /// <inheritdoc/>
    public override string ToString() => _text ?? "(no order)";
}
