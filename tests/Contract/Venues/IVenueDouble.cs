using System.Collections.Immutable;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;

namespace TradingPlatform.Contract.Venues;

/// <summary>
/// An exchange in a test's hands: one account of it over the real adapter and real sockets, strangers to trade with,
/// and streams that can be troubled. Nobody else quotes.
/// </summary>
public interface IVenueDouble : IAsyncDisposable
{
    /// <summary>The account.</summary>
    IExchange Exchange { get; }

    /// <summary>The public side.</summary>
    IMarketData Market { get; }

    /// <summary>A pair that trades between 40,000 and 60,000, in steps of 0.01 and 0.0001 or finer.</summary>
    Symbol Symbol { get; }

    /// <summary>A stranger rests an order.</summary>
    Task OfferAsync(OrderSide side, Price price, Quantity quantity);

    /// <summary>A stranger takes what rests at the price or better; what is left does not stay.</summary>
    Task TakeAsync(OrderSide side, Price price, Quantity quantity);

    /// <summary>Drops every stream without a word.</summary>
    Task CutStreamsAsync();

    /// <summary>So many events of streams are lost from now on, while everything else goes on.</summary>
    Task WithholdAsync(int events);

    /// <summary>So many changes of the account are told by no stream from now on.</summary>
    Task LoseAsync(int changes);

    /// <summary>So many changes of the account are told twice from now on.</summary>
    Task RepeatAsync(int changes);

    /// <summary>So many changes of the account are held back, and then told in the opposite order.</summary>
    Task ReverseAsync(int changes);

    /// <summary>The account's subscription tells nothing, while its connection lives; or tells again.</summary>
    Task FreezeAsync(bool isFrozen);

    /// <summary>Says what the exchange says every second of its clock, whatever happens.</summary>
    void Beat();

    /// <summary>What stands in the way to the exchange; null where nothing does.</summary>
    Relay? Relay { get; }

    /// <summary>What answers whoever asks, whatever stands in the way.</summary>
    Uri Knock { get; }

    /// <summary>Every trade of the account, from the exchange's own books, oldest first.</summary>
    Task<ImmutableArray<ReportedFill>> TradesAsync();

    /// <summary>An id that no order has had, in the form that the exchange takes.</summary>
    ClientOrderId NewId();
}
