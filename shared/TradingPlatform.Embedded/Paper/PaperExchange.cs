using System.Net.Http.Json;
using System.Text.Json.Serialization;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Secrets;

namespace TradingPlatform.Embedded.Paper;

/// <summary>Opens accounts on the simulated exchange, over its <c>/sim</c> surface.</summary>
/// <param name="http">With the simulated exchange's address as its base.</param>
public sealed class PaperExchange(HttpClient http) : IPaperExchange
{
    /// <inheritdoc/>
    public async Task<ExchangeCredentials> OpenAccountAsync(CancellationToken cancellation)
    {
        try
        {
            using var answer = await http.PostAsJsonAsync(
                "/sim/keys", new NewKeyRequest(), PaperJson.Default.NewKeyRequest, cancellation);
            answer.EnsureSuccessStatusCode();
            var key = await answer.Content.ReadFromJsonAsync(PaperJson.Default.NewKey, cancellation);
            return new ExchangeCredentials(new Secret(key!.ApiKey), new Secret(key.SecretKey), null);
        }
        catch (HttpRequestException e)
        {
            throw new ExchangeException(new ExchangeError(
                ExchangeErrorKind.Unavailable, $"HTTP {(int?)e.StatusCode ?? 0}",
                "The simulated exchange does not answer."));
        }
    }
}

internal sealed record NewKeyRequest;

internal sealed record NewKey(string ApiKey, string SecretKey);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(NewKeyRequest))]
[JsonSerializable(typeof(NewKey))]
internal sealed partial class PaperJson : JsonSerializerContext;
