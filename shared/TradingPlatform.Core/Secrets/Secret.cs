using System.Text.Json;
using System.Text.Json.Serialization;

namespace TradingPlatform.Core.Secrets;

/// <summary>A text that no log, exception, answer or debugger line may show: a key, a secret, a passphrase.</summary>
/// <remarks>
/// It prints as <c>***</c>, and cannot be written as JSON. <c>default(Secret)</c> holds nothing: revealing it throws.
/// Two are equal where their texts are.
/// </remarks>
[JsonConverter(typeof(SecretJsonConverter))]
public readonly struct Secret : IFormattable, IEquatable<Secret>
{
    /// <summary>What stands in the text's place.</summary>
    public const string Mask = "***";

    private readonly string? _text;

    /// <summary>Holds the text.</summary>
    public Secret(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        _text = text;
    }

    /// <summary>True where there is no text, or an empty one.</summary>
    public bool IsEmpty => string.IsNullOrEmpty(_text);

    /// <summary>The text itself. Call it only where the text leaves for the party that must have it.</summary>
    /// <exception cref="InvalidOperationException">It holds nothing.</exception>
    public string Reveal() => _text ?? throw new InvalidOperationException("This Secret holds nothing.");

    /// <summary>True where both hold the same text.</summary>
    public static bool operator ==(Secret left, Secret right) => left.Equals(right);

    /// <summary>True where they hold different texts.</summary>
    public static bool operator !=(Secret left, Secret right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(Secret other) => string.Equals(_text, other._text, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Secret other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _text is null ? 0 : _text.GetHashCode(StringComparison.Ordinal);

    /// <summary>Always <see cref="Mask"/>.</summary>
    public override string ToString() => Mask;

    /// <summary>Always <see cref="Mask"/>.</summary>
    public string ToString(string? format, IFormatProvider? formatProvider) => Mask;
}

/// <summary>Reads a secret from a request; refuses to write one.</summary>
public sealed class SecretJsonConverter : JsonConverter<Secret>
{
    /// <inheritdoc/>
    public override Secret Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
            ? new Secret(reader.GetString()!)
            : throw new JsonException();

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override void Write(Utf8JsonWriter writer, Secret value, JsonSerializerOptions options) =>
        throw new NotSupportedException("A secret is never written as JSON.");
}
