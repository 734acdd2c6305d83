using TradingPlatform.Contract.Venues;
using TradingPlatform.Core.Exchanges;

namespace TradingPlatform.Contract.Coinbase;

public sealed class ExchangeApiStreamTests : StreamSuite
{
    internal override IVenue Open() => new ExchangeApiVenue(TimeProvider.System);
}

public sealed class AdvancedStreamTests : StreamSuite
{
    [Fact]
    public async Task A_number_that_is_skipped_is_told_of_at_the_next_message_and_a_new_session_takes_over()
    {
        using var ending = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var told = new List<UserEvent>();
        await foreach (var what in Exchange.ReadUserEventsAsync(ending.Token))
        {
            if (what is UserEvent.Connected && told.Count == 0)
            {
                Assert.Single(Venue.Server.Peers).NextNumber();
                await PlaceAsync(Limit, NewId());
            }

            if (what is UserEvent.Connected or UserEvent.Lost)
            {
                told.Add(what);
            }

            if (told.Count == 3)
            {
                break;
            }
        }

        Assert.Equal(
            [new UserEvent.Connected(), new UserEvent.Lost("a message was missed"), new UserEvent.Connected()], told);
    }

    internal override IVenue Open() => new AdvancedVenue(TimeProvider.System);
}
