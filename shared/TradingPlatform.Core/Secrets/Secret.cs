namespace TradingPlatform.Core.Secrets;

/// <summary>Text that must not be seen: it prints as <c>***</c> wherever it is printed, logged or formatted.</summary>
/// <remarks><c>default(Secret)</c> holds no text: revealing it throws. Equality is by text.</remarks>
public readonly record struct Secret
{
    private readonly string? _text;

    /// <summary>Wraps the text.</summary>
    public Secret(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        _text = text;
    }

    /// <summary>The text itself, for the one place that signs or seals with it.</summary>
    public string Reveal() => _text ?? throw new InvalidOperationException("This Secret holds nothing.");

    /// <summary>Always <c>***</c>.</summary>
    public override string ToString() => "***";
}
