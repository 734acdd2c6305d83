using System.Globalization;
using TradingPlatform.Core.Storage;
using TradingPlatform.Core.Streams;

namespace TradingPlatform.MarketData;

/// <summary>How this function runs; read and checked once, at start.</summary>
/// <param name="Follows">
/// Whether this process follows streams: not on Lambda, which holds no socket. There it only answers requests.
/// </param>
/// <param name="WorkerName">
/// What the worker is known by (<c>MarketData:WorkerName</c>); null for a new name at each start.
/// </param>
/// <param name="MostShards">
/// How many shards of the accounts it takes at most (<c>MarketData:MaxShards</c>; all of them).
/// </param>
/// <param name="RefreshEvery">
/// How often it looks for new accounts and judges those it has (<c>MarketData:RefreshSeconds</c>; 5).
/// </param>
/// <param name="CheckEvery">
/// How often each exchange's health is checked (<c>MarketData:CheckSeconds</c>; 10).
/// </param>
public sealed record MarketDataSettings(
    bool Follows, string? WorkerName, int MostShards, TimeSpan RefreshEvery, TimeSpan CheckEvery)
{
    /// <summary>Reads the settings.</summary>
    /// <exception cref="InvalidOperationException">One cannot be understood.</exception>
    public static MarketDataSettings Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return new MarketDataSettings(
            string.IsNullOrEmpty(configuration["AWS_LAMBDA_RUNTIME_API"]),
            configuration["MarketData:WorkerName"],
            Number(configuration, "MarketData:MaxShards", TableKeys.AccountShards, TableKeys.AccountShards),
            TimeSpan.FromSeconds(Number(
                configuration, "MarketData:RefreshSeconds", 5, (int)StreamShards.LeasedFor.TotalSeconds / 2)),
            TimeSpan.FromSeconds(Number(configuration, "MarketData:CheckSeconds", 10, 60)));
    }

    private static int Number(IConfiguration configuration, string name, int otherwise, int most) =>
        configuration[name] is not { } text ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= 1 && number <= most ? number
        : throw new InvalidOperationException($"The setting {name} must be a number from 1 to {most}.");
}
