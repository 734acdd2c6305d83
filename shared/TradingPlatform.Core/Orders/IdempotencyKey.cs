using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Orders;

/// <summary>What a caller names a request by, so that sending it again cannot place a second order (API.md).</summary>
/// <remarks>A slug. <c>default(IdempotencyKey)</c> is none: reading its text throws.</remarks>
public readonly record struct IdempotencyKey
{
    private readonly string? _text;

    private IdempotencyKey(string text) => _text = text;

    /// <summary>The key as the caller gave it.</summary>
    public string Text => _text ?? throw new InvalidOperationException("This IdempotencyKey is none.");

    /// <summary>Reads a key. False where the text cannot be one.</summary>
    public static bool TryParse(string? text, out IdempotencyKey key)
    {
        key = Slug.IsValid(text) ? new IdempotencyKey(text!) : default;
        return key._text is not null;
    }

    /// <summary>Reads a key that is known to be good.</summary>
    /// <exception cref="FormatException">It is not one.</exception>
    public static IdempotencyKey Parse(string text) =>
        TryParse(text, out var key) ? key : throw new FormatException("This text is no idempotency key.");
}
