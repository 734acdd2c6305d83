using TradingPlatform.Core.Exchanges;
using TradingPlatform.Exchanges.Binance;
using TradingPlatform.Simulation.Kernel;
using TradingPlatform.Simulation.Mutants;
using TradingPlatform.Simulation.Storage;
using TradingPlatform.Simulation.Venue;

namespace TradingPlatform.Simulation.Platform;

/// <summary>The outside world of a run, which no crash of the platform touches.</summary>
internal sealed record Models(
    StoreModel Store, VaultModel Vault, VenueModel Venue, VenueSurface Surface, VenueFeed Feed, IDepartureWatch Watch)
{
    private static readonly BinanceOptions Options = new() { Sandbox = new Uri("https://exchange.simulated") };

    /// <summary>
    /// A computer's connector: the real adapter, over a line to the model and fed by the model's stream.
    /// </summary>
    public IExchangeConnector Connect(
        World world, Computer computer, ComputerClock clock, WatchedLog log, Mutant mutant)
    {
        var line = mutant.Over(new VenueLine(world, Surface, computer, Watch), world, log);
        return new ConnectorDecorator(
            new BinanceConnector(Options with { Chance = world.Network.Share }, clock, log, () => line),
            (exchange, credentials) => new StreamingExchange(exchange, Venue, Feed, computer, credentials));
    }
}
