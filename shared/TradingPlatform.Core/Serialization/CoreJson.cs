using System.Text.Json.Serialization;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Audit;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Health;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Positions;
using TradingPlatform.Core.Reconciliation;
using TradingPlatform.Core.Risk;
using TradingPlatform.Core.Streams;

namespace TradingPlatform.Core.Serialization;

/// <summary>
/// How documents are stored. Fields are only ever added to, so that what was written can always be read.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    UseStringEnumConverter = true,
    Converters =
    [
        typeof(TenantIdConverter), typeof(AccountIdConverter), typeof(OrderIdConverter), typeof(SymbolConverter),
        typeof(AssetConverter), typeof(PriceConverter), typeof(QuantityConverter),
    ])]
[JsonSerializable(typeof(Order))]
[JsonSerializable(typeof(Fill))]
[JsonSerializable(typeof(AuditEvent))]
[JsonSerializable(typeof(ExchangeAccount))]
[JsonSerializable(typeof(StoredKeyPolicy))]
[JsonSerializable(typeof(Position))]
[JsonSerializable(typeof(Silence))]
[JsonSerializable(typeof(Equity))]
[JsonSerializable(typeof(StoredLimits))]
[JsonSerializable(typeof(StoredKillSwitch))]
[JsonSerializable(typeof(ShardLease))]
[JsonSerializable(typeof(StoredBooks))]
[JsonSerializable(typeof(Orphan))]
[JsonSerializable(typeof(ReconciliationRun))]
[JsonSerializable(typeof(SettlementWork))]
[JsonSerializable(typeof(ReconciliationWork))]
[JsonSerializable(typeof(ConnectionHealth))]
[JsonSerializable(typeof(AccountConnection))]
public sealed partial class CoreJson : JsonSerializerContext;
