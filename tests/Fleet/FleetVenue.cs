using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Fleet;

/// <summary>
/// An exchange where a number of orders rest in each account, and nothing happens to them. It keeps none: an order
/// follows from its account and its number.
/// </summary>
internal sealed class FleetVenue(FleetShape shape, DateTimeOffset since) : IExchangeConnector
{
    /// <summary>How many open orders a page lists, as exchanges do that page them.</summary>
    public const int OrdersAPage = 500;

    private long _calls;

    /// <summary>Calls that would have left for the exchange.</summary>
    public long Calls => Interlocked.Read(ref _calls);

    /// <summary>Runs at each call, which is answered after it.</summary>
    public Func<CancellationToken, Task>? OnCall { get; set; }

    public ExchangeId Exchange => ExchangeId.Binance;

    public Uri DefaultAddress(TradingMode mode, ExchangeCredentials? credentials) => new("http://127.0.0.1");

    public IExchange Connect(ExchangeCredentials credentials, TradingMode mode, Uri address) =>
        new Account(this, int.Parse(credentials.Key.Reveal(), CultureInfo.InvariantCulture));

    public IMarketData OpenMarket(Uri address) => throw new NotSupportedException();

    /// <summary>The name of an account's order; the platform derives it, as it does for one that it places.</summary>
    public static OrderId NameOf(TenantId tenant, int account, int number) => OrderId.Derive(
        tenant, IdempotencyKey.Parse(string.Create(CultureInfo.InvariantCulture, $"{account}-{number}")));

    /// <summary>The order as the exchange lists it.</summary>
    public OrderReport ReportOf(int account, int number) => new(
        NameOf(shape.TenantOf(account), account, number).ToClientOrderId(),
        (number + 1).ToString(CultureInfo.InvariantCulture), FleetShape.PairOf(number), ReportedStatus.Open,
        Quantity.Zero, 0, [], since);

    private Task AnswerAsync(CancellationToken cancellation)
    {
        Interlocked.Increment(ref _calls);
        return OnCall?.Invoke(cancellation) ?? Task.CompletedTask;
    }

    private sealed class Account(FleetVenue venue, int number) : UnservedExchange
    {
        public override async IAsyncEnumerable<ImmutableArray<OrderReport>> ReadOpenOrdersAsync(
            [EnumeratorCancellation] CancellationToken cancellation)
        {
            var count = venue.Shape.OrdersOf(number);
            // A short page, an empty one too, is the last.
            for (var from = 0; from <= count; from += OrdersAPage)
            {
                await venue.AnswerAsync(cancellation);
                yield return
                [
                    .. Enumerable.Range(from, Math.Min(OrdersAPage, count - from))
                        .Select(order => venue.ReportOf(number, order)),
                ];
            }
        }

        public override async Task<TradePage> GetTradesAsync(
            Symbol symbol, DateTimeOffset since, string? cursor, CancellationToken cancellation)
        {
            await venue.AnswerAsync(cancellation);
            return new TradePage([], null);
        }

        public override async Task<AccountState> GetAccountAsync(CancellationToken cancellation)
        {
            await venue.AnswerAsync(cancellation);
            return new AccountState(true, [new Balance(Asset.Usdt, 1_000_000m, 0)]);
        }
    }

    private FleetShape Shape => shape;
}

/// <summary>How many orders rest where.</summary>
/// <param name="Tenants">How many tenants share the accounts.</param>
/// <param name="Accounts">How many accounts there are.</param>
/// <param name="Orders">How many orders rest in all of them together, spread evenly.</param>
internal sealed record FleetShape(int Tenants, int Accounts, int Orders)
{
    private static readonly ImmutableArray<Symbol> Pairs =
        [.. new[] { "BTC-USDT", "ETH-USDT", "SOL-USDT", "XRP-USDT", "ADA-USDT" }.Select(Symbol.Parse)];

    /// <summary>The pair of an order.</summary>
    public static Symbol PairOf(int order) => Pairs[order % Pairs.Length];

    /// <summary>Whose an account is.</summary>
    public TenantId TenantOf(int account) =>
        TenantId.Parse("t" + (account % Tenants).ToString("D6", CultureInfo.InvariantCulture));

    /// <summary>How many orders rest in an account.</summary>
    public int OrdersOf(int account) => (Orders / Accounts) + (account < Orders % Accounts ? 1 : 0);
}
