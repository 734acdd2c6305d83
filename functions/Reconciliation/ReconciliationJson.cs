using System.Text.Json.Serialization;
using TradingPlatform.Core.Reconciliation;
using TradingPlatform.Hosting.Json;

namespace TradingPlatform.Reconciliation;

/// <summary>The JSON of this function.</summary>
[JsonSerializable(typeof(RunRequest))]
[JsonSerializable(typeof(RunView))]
[JsonSerializable(typeof(RunPageView))]
[JsonSerializable(typeof(ResolveRequest))]
[JsonSerializable(typeof(OrphanView))]
[JsonSerializable(typeof(OrphanPageView))]
internal sealed partial class ReconciliationJson : JsonSerializerContext
{
    public static ReconciliationJson Wire { get; } = new(PlatformJson.Options(
        new WireEnumJsonConverter<OrphanKind>(), new WireEnumJsonConverter<OrphanStatus>(),
        new WireEnumJsonConverter<Resolution>(), new WireEnumJsonConverter<RunStatus>()));
}
