using System.Net.Http.Json;
using System.Text.Json.Serialization;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Secrets;

namespace TradingPlatform.Exchanges.Paper;

/// <summary>Opens accounts on the simulated exchange, over its <c>/sim</c> surface.</summary>
/// <param name="http">Makes the call; kept for as long as the host lives.</param>
/// <param name="address">The simulated exchange's origin; null where none runs.</param>
public sealed class PaperExchange(HttpClient http, Uri? address) : IPaperExchange
{
    /// <inheritdoc/>
    public Task<ExchangeCredentials> OpenAccountAsync(CancellationToken cancellation) =>
        AddKeyAsync(new NewKeyRequest(null), cancellation);

    /// <inheritdoc/>
    public Task<ExchangeCredentials> AddKeyAsync(ExchangeCredentials current, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(current);
        return AddKeyAsync(new NewKeyRequest(current.Key.Reveal()), cancellation);
    }

    private async Task<ExchangeCredentials> AddKeyAsync(NewKeyRequest request, CancellationToken cancellation)
    {
        if (address is null)
        {
            throw new ExchangeException(new ExchangeError(
                ExchangeErrorKind.Unavailable, "NO_PAPER", "No simulated exchange runs here."));
        }

        try
        {
            using var answer = await http.PostAsJsonAsync(
                new Uri(address, "/sim/keys"), request, PaperJson.Default.NewKeyRequest, cancellation);
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

/// <param name="AccountOf">A key of the account that is to have another one; null for a new account.</param>
internal sealed record NewKeyRequest(string? AccountOf);

internal sealed record NewKey(string ApiKey, string SecretKey);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(NewKeyRequest))]
[JsonSerializable(typeof(NewKey))]
internal sealed partial class PaperJson : JsonSerializerContext;
