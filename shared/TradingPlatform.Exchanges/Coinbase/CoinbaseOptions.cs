using System.Collections.Immutable;

namespace TradingPlatform.Exchanges.Coinbase;

/// <summary>
/// How the Coinbase adapters behave. The limits are the documented ones (FACTS.md E3): no answer states them.
/// </summary>
public sealed record CoinbaseOptions
{
    /// <summary>The longest validity of a signed Advanced Trade request; a longer one would weaken its fence.</summary>
    public static readonly TimeSpan MaxTokenLife = TimeSpan.FromSeconds(10);

    /// <summary>Where production accounts of the Exchange API trade.</summary>
    public Uri Exchange { get; init; } = new("https://api.exchange.coinbase.com");

    /// <summary>
    /// Other addresses of <see cref="Exchange"/>, in the order in which they are tried; Coinbase documents none. Their
    /// feeds are beside their calls.
    /// </summary>
    /// <remarks>Advanced Trade can have none: its signatures name the host that they are for.</remarks>
    public ImmutableArray<Uri> ExchangeAlternatives { get; init; } = [];

    /// <summary>Its feed.</summary>
    public Uri ExchangeFeed { get; init; } = new("wss://ws-feed.exchange.coinbase.com");

    /// <summary>Where sandbox accounts of the Exchange API trade.</summary>
    public Uri Sandbox { get; init; } = new("https://api-public.sandbox.exchange.coinbase.com");

    /// <summary>Its feed.</summary>
    public Uri SandboxFeed { get; init; } = new("wss://ws-feed-public.sandbox.exchange.coinbase.com");

    /// <summary>Where accounts of Advanced Trade trade. It has no sandbox.</summary>
    public Uri Advanced { get; init; } = new("https://api.coinbase.com");

    /// <summary>Its public feed.</summary>
    public Uri AdvancedFeed { get; init; } = new("wss://advanced-trade-ws.coinbase.com");

    /// <summary>The feed of an account's own orders.</summary>
    public Uri AdvancedUserFeed { get; init; } = new("wss://advanced-trade-ws-user.coinbase.com");

    /// <summary>For how long after its signing Advanced Trade may take a request; whole seconds.</summary>
    public TimeSpan TokenLife { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Public calls a second and address.</summary>
    public int PublicCallsPerSecond { get; init; } = 10;

    /// <summary>Private calls a second and account of the Exchange API.</summary>
    public int PrivateCallsPerSecond { get; init; } = 15;

    /// <summary>Calls for fills a second and account of the Exchange API.</summary>
    public int FillCallsPerSecond { get; init; } = 10;

    /// <summary>Private calls a second and account of Advanced Trade.</summary>
    public int AdvancedCallsPerSecond { get; init; } = 30;

    /// <summary>How long an order's answer is awaited.</summary>
    public TimeSpan OrderTimeout { get; init; } = TimeSpan.FromSeconds(12);

    /// <summary>How long one attempt of any other call may take.</summary>
    public TimeSpan ReadTimeout { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>How long a call may wait for its place in the rate budget before it fails unsent.</summary>
    public TimeSpan MaxBudgetWait { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How many orders of one account may stand between their signing and their answer.</summary>
    public int OrdersInFlight { get; init; } = 16;

    /// <summary>How many connections to one address there may be.</summary>
    public int MaxConnections { get; init; } = 128;

    /// <summary>The most that an answer may hold.</summary>
    public int MaxAnswerBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>The wait before a feed is opened again; each further one waits twice as long.</summary>
    public TimeSpan ReconnectDelay { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest wait between two attempts to open a feed.</summary>
    public TimeSpan LongestReconnectDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>After how long without a single byte a feed counts as gone; its heartbeat comes every second.</summary>
    public TimeSpan FeedSilence { get; init; } = TimeSpan.FromSeconds(9);

    /// <summary>How many levels a side a book is told to.</summary>
    public int BookDepth { get; init; } = 50;

    /// <summary>Chance for the spread of retries, from 0 up to 1; null for the retry library's own.</summary>
    public Func<double>? Chance { get; init; }

    /// <summary>Throws where a setting cannot stand.</summary>
    public void Check()
    {
        Require(TokenLife >= TimeSpan.FromSeconds(1) && TokenLife <= MaxTokenLife, nameof(TokenLife));
        Require(PublicCallsPerSecond > 0, nameof(PublicCallsPerSecond));
        Require(PrivateCallsPerSecond > 0, nameof(PrivateCallsPerSecond));
        Require(FillCallsPerSecond > 0, nameof(FillCallsPerSecond));
        Require(AdvancedCallsPerSecond > 0, nameof(AdvancedCallsPerSecond));
        Require(OrdersInFlight > 0, nameof(OrdersInFlight));
        Require(FeedSilence > TimeSpan.Zero, nameof(FeedSilence));
        Require(BookDepth > 0, nameof(BookDepth));
        Require(MaxConnections > 0, nameof(MaxConnections));
        Require(MaxAnswerBytes > 0, nameof(MaxAnswerBytes));
        Require(OrderTimeout > TimeSpan.Zero, nameof(OrderTimeout));
        Require(ReadTimeout > TimeSpan.Zero, nameof(ReadTimeout));
    }

    private static void Require(bool stands, string setting)
    {
        if (!stands)
        {
            throw new InvalidOperationException($"The setting {setting} of the Coinbase adapter is out of its range.");
        }
    }
}
