namespace TradingPlatform.Core.Markets;

/// <summary>A coin or currency: <c>BTC</c>, <c>USDT</c>.</summary>
/// <remarks>
/// 1 to 20 of <c>A-Z0-9</c>. <c>default(Asset)</c> names no asset: reading its text throws.
/// </remarks>
public readonly record struct Asset
{
    private readonly string? _text;

    private Asset(string text) => _text = text;

    /// <summary>The platform's money of account: limits are set in it (API.md, 'Risk').</summary>
    public static Asset Usdt { get; } = new("USDT");

    /// <summary>Its code, in upper case.</summary>
    public string Text => _text ?? throw new InvalidOperationException("This Asset names nothing.");

    /// <summary>Reads a code. False where the text cannot be one.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Asset asset)
    {
        asset = IsValid(text) ? new Asset(text.ToString()) : default;
        return asset._text is not null;
    }

    /// <summary>Reads a code that is known to be good.</summary>
    /// <exception cref="FormatException">It is not one.</exception>
    public static Asset Parse(string text) =>
        TryParse(text, out var asset) ? asset : throw new FormatException("This text is no asset code.");

    /// <inheritdoc/>
    public override string ToString() => _text ?? "(no asset)";

    private static bool IsValid(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text.Length > 20)
        {
            return false;
        }

        foreach (var c in text)
        {
            if (!char.IsAsciiLetterUpper(c) && !char.IsAsciiDigit(c))
            {
                return false;
            }
        }

        return true;
    }
}
