using System.Text.Json.Serialization;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Streams;
using TradingPlatform.Hosting.Json;

namespace TradingPlatform.MarketData;

/// <summary>The JSON of this function.</summary>
[JsonSerializable(typeof(HealthView))]
internal sealed partial class MarketDataJson : JsonSerializerContext
{
    public static MarketDataJson Wire { get; } = new(PlatformJson.Options(
        new WireEnumJsonConverter<ExchangeId>(), new WireEnumJsonConverter<ConnectionState>(),
        new WireEnumJsonConverter<StreamState>(), new WireEnumJsonConverter<TradingState>()));
}
