using System.Collections.Immutable;

namespace TradingPlatform.Exchanges.Binance;

/// <summary>How the Binance adapter behaves. Limits are not here: the exchange states them.</summary>
public sealed record BinanceOptions
{
    /// <summary>The longest receive window; a wider one would weaken the fence of FAILURES.md F02 (F14).</summary>
    public static readonly TimeSpan MaxReceiveWindow = TimeSpan.FromSeconds(5);

    /// <summary>Where production accounts trade.</summary>
    public Uri Production { get; init; } = new("https://api.binance.com");

    /// <summary>Other addresses of <see cref="Production"/>, in the order in which they are tried.</summary>
    public ImmutableArray<Uri> ProductionAlternatives { get; init; } =
    [
        new("https://api-gcp.binance.com"), new("https://api1.binance.com"), new("https://api2.binance.com"),
        new("https://api3.binance.com"), new("https://api4.binance.com"),
    ];

    /// <summary>Those that have its public data alone; for that they are tried before the others.</summary>
    public ImmutableArray<Uri> PublicAlternatives { get; init; } = [new("https://data-api.binance.vision")];

    /// <summary>Where sandbox accounts trade.</summary>
    public Uri Sandbox { get; init; } = new("https://testnet.binance.vision");

    /// <summary>Where paper accounts trade: the simulated exchange. Null where none runs.</summary>
    public Uri? Paper { get; init; }

    /// <summary>For how long after its signing the exchange may take a request; whole milliseconds.</summary>
    public TimeSpan ReceiveWindow { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long an order's answer is awaited. The exchange gives its own verdict, -1007, at 10 s.</summary>
    public TimeSpan OrderTimeout { get; init; } = TimeSpan.FromSeconds(12);

    /// <summary>How long one attempt of any other call may take.</summary>
    public TimeSpan ReadTimeout { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>How long a call may wait for its place in the rate budget before it fails unsent.</summary>
    public TimeSpan MaxBudgetWait { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How many orders of one account may stand between their signing and their answer.</summary>
    public int OrdersInFlight { get; init; } = 32;

    /// <summary>How many connections to one address there may be.</summary>
    public int MaxConnections { get; init; } = 128;

    /// <summary>The most that an answer may hold; the whole exchangeInfo is about 15 MB.</summary>
    public int MaxAnswerBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>The wait before a lost stream is opened again; each further attempt waits twice as long.</summary>
    public TimeSpan ReconnectDelay { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest wait between attempts to open a stream.</summary>
    public TimeSpan LongestReconnectDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>When a stream is replaced by a new one, before the exchange's own cut at 24 hours.</summary>
    public TimeSpan RenewSocketsAfter { get; init; } = TimeSpan.FromHours(23);

    /// <summary>How many accounts may share one connection; the exchange takes 1,000.</summary>
    public int AccountsPerSocket { get; init; } = 1000;

    /// <summary>Levels a side that an event of a book tells; the book itself holds 5,000.</summary>
    public int BookDepth { get; init; } = 20;

    /// <summary>Chance for the spread of retries, from 0 up to 1; null for the retry library's own.</summary>
    public Func<double>? Chance { get; init; }

    /// <summary>Throws where a setting cannot stand.</summary>
    public void Check()
    {
        Require(ReceiveWindow >= TimeSpan.FromMilliseconds(1), nameof(ReceiveWindow));
        Require(ReceiveWindow <= MaxReceiveWindow, nameof(ReceiveWindow));
        Require(OrdersInFlight > 0, nameof(OrdersInFlight));
        Require(MaxConnections > 0, nameof(MaxConnections));
        Require(MaxAnswerBytes > 0, nameof(MaxAnswerBytes));
        Require(OrderTimeout > TimeSpan.Zero, nameof(OrderTimeout));
        Require(ReadTimeout > TimeSpan.Zero, nameof(ReadTimeout));
        Require(ReconnectDelay > TimeSpan.Zero, nameof(ReconnectDelay));
        Require(LongestReconnectDelay >= ReconnectDelay, nameof(LongestReconnectDelay));
        Require(RenewSocketsAfter > TimeSpan.Zero, nameof(RenewSocketsAfter));
        Require(RenewSocketsAfter < TimeSpan.FromHours(24), nameof(RenewSocketsAfter));
        Require(AccountsPerSocket is > 0 and <= 1000, nameof(AccountsPerSocket));
        Require(BookDepth is > 0 and <= 5000, nameof(BookDepth));
    }

    private static void Require(bool stands, string setting)
    {
        if (!stands)
        {
            throw new InvalidOperationException($"The setting {setting} of the Binance adapter is out of its range.");
        }
    }
}
