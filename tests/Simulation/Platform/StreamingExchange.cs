using TradingPlatform.Core.Exchanges;
using TradingPlatform.Simulation.Kernel;
using TradingPlatform.Simulation.Mutants;
using TradingPlatform.Simulation.Venue;

namespace TradingPlatform.Simulation.Platform;

/// <summary>The real adapter, with the model's stream in place of its sockets.</summary>
internal sealed class StreamingExchange(
    IExchange exchange, VenueModel venue, VenueFeed feed, Computer computer, ExchangeCredentials credentials)
    : ExchangeDecorator(exchange)
{
    public override IAsyncEnumerable<UserEvent> ReadUserEventsAsync(CancellationToken cancellation)
    {
        var key = credentials.Key.Reveal();
        return venue.Find(key) is { } account
            ? feed.Connect(computer, account, key).ReadAsync(cancellation)
            : throw new ExchangeException(new ExchangeError(
                ExchangeErrorKind.CredentialsInvalid, "-2015", "The exchange does not accept the key."));
    }
}
