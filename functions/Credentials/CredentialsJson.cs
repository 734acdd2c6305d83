using System.Text.Json.Serialization;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Streams;
using TradingPlatform.Hosting.Json;

namespace TradingPlatform.Credentials;

/// <summary>The JSON of this function.</summary>
[JsonSerializable(typeof(LinkRequest))]
[JsonSerializable(typeof(RenameRequest))]
[JsonSerializable(typeof(RotateRequest))]
[JsonSerializable(typeof(KeyPolicyView))]
[JsonSerializable(typeof(AuditView))]
[JsonSerializable(typeof(AuditPageView))]
[JsonSerializable(typeof(AccountView))]
[JsonSerializable(typeof(AccountPageView))]
[JsonSerializable(typeof(HealthView))]
internal sealed partial class CredentialsJson : JsonSerializerContext
{
    public static CredentialsJson Wire { get; } = new(PlatformJson.Options(
        new WireEnumJsonConverter<ExchangeId>(), new WireEnumJsonConverter<TradingMode>(),
        new WireEnumJsonConverter<AccountStatus>(), new WireEnumJsonConverter<TradingState>(),
        new WireEnumJsonConverter<ConnectionState>(), new WireEnumJsonConverter<StreamState>()));
}
