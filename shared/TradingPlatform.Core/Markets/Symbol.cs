namespace TradingPlatform.Core.Markets;

/// <summary>A traded pair, written <c>BASE-QUOTE</c>: <c>BTC-USDT</c> is bitcoin priced in tether.</summary>
/// <remarks><c>default(Symbol)</c> names no pair: reading its text throws.</remarks>
public readonly record struct Symbol
{
    private readonly string? _text;

    /// <summary>Names the pair.</summary>
    public Symbol(Asset baseAsset, Asset quoteAsset)
    {
        Base = baseAsset;
        Quote = quoteAsset;
        _text = baseAsset.Text + "-" + quoteAsset.Text;
    }

    /// <summary>What is bought and sold.</summary>
    public Asset Base { get; }

    /// <summary>What it is paid in.</summary>
    public Asset Quote { get; }

    /// <summary>The pair as the REST contract spells it.</summary>
    public string Text => _text ?? throw new InvalidOperationException("This Symbol names nothing.");

    /// <summary>Reads <c>BASE-QUOTE</c>. False where the text cannot be a pair.</summary>
    public static bool TryParse(string? text, out Symbol symbol)
    {
        symbol = default;
        var dash = text?.IndexOf('-', StringComparison.Ordinal) ?? -1;
        if (dash < 0 || !Asset.TryParse(text.AsSpan(0, dash), out var baseAsset)
            || !Asset.TryParse(text.AsSpan(dash + 1), out var quoteAsset) || baseAsset == quoteAsset)
        {
            return false;
        }

        symbol = new Symbol(baseAsset, quoteAsset);
        return true;
    }

    /// <summary>Reads a pair that is known to be good.</summary>
    /// <exception cref="FormatException">It is not one.</exception>
    public static Symbol Parse(string text) =>
        TryParse(text, out var symbol) ? symbol : throw new FormatException("This text is no symbol.");

    /// <inheritdoc/>
    public override string ToString() => _text ?? "(no symbol)";
}
