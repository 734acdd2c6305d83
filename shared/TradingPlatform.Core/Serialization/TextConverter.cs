using System.Text.Json;
using System.Text.Json.Serialization;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Serialization;

/// <summary>Writes a value as its text, in stored documents.</summary>
public abstract class TextConverter<T> : JsonConverter<T>
{
    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Parse(reader.GetString() ?? throw new JsonException());

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(Text(value));
    }

    /// <summary>Reads the text; throws where it is none.</summary>
    protected abstract T Parse(string text);

    /// <summary>The value's text.</summary>
    protected abstract string Text(T value);
}

/// <summary>See <see cref="TenantId"/>.</summary>
public sealed class TenantIdConverter : TextConverter<TenantId>
{
    /// <inheritdoc/>
    protected override TenantId Parse(string text) => TenantId.Parse(text);

    /// <inheritdoc/>
    protected override string Text(TenantId value) => value.Text;
}

/// <summary>See <see cref="AccountId"/>.</summary>
public sealed class AccountIdConverter : TextConverter<AccountId>
{
    /// <inheritdoc/>
    protected override AccountId Parse(string text) => AccountId.Parse(text);

    /// <inheritdoc/>
    protected override string Text(AccountId value) => value.Text;
}

/// <summary>See <see cref="OrderId"/>.</summary>
public sealed class OrderIdConverter : TextConverter<OrderId>
{
    /// <inheritdoc/>
    protected override OrderId Parse(string text) => OrderId.Parse(text);

    /// <inheritdoc/>
    protected override string Text(OrderId value) => value.Text;
}

/// <summary>See <see cref="Symbol"/>.</summary>
public sealed class SymbolConverter : TextConverter<Symbol>
{
    /// <inheritdoc/>
    protected override Symbol Parse(string text) => Symbol.Parse(text);

    /// <inheritdoc/>
    protected override string Text(Symbol value) => value.Text;
}

/// <summary>See <see cref="Asset"/>.</summary>
public sealed class AssetConverter : TextConverter<Asset>
{
    /// <inheritdoc/>
    protected override Asset Parse(string text) => Asset.Parse(text);

    /// <inheritdoc/>
    protected override string Text(Asset value) => value.Text;
}
