using System.Collections.Immutable;

namespace TradingPlatform.Exchanges.Bitget;

/// <summary>
/// How the Bitget adapters behave. The exchange's limits are documented by endpoint; no answer states them.
/// </summary>
public sealed record BitgetOptions
{
    /// <summary>The longest receive window; a wider one would weaken the fence of FAILURES.md F02 (F14).</summary>
    public static readonly TimeSpan MaxReceiveWindow = TimeSpan.FromSeconds(5);

    /// <summary>Where production and sandbox accounts trade: demo keys are told by a header.</summary>
    public Uri Address { get; init; } = new("https://api.bitget.com");

    /// <summary>
    /// Other addresses of <see cref="Address"/>, in the order in which they are tried; the exchange documents none.
    /// Their streams are beside their calls.
    /// </summary>
    public ImmutableArray<Uri> Alternatives { get; init; } = [];

    /// <summary>Its streams; an account with an address of its own has them there.</summary>
    public Uri Streams { get; init; } = new("wss://ws.bitget.com");

    /// <summary>The streams of demo accounts.</summary>
    public Uri DemoStreams { get; init; } = new("wss://wspap.bitget.com");

    /// <summary>For how long after its signing the exchange may take a spot order; whole milliseconds.</summary>
    public TimeSpan ReceiveWindow { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long an order's answer is awaited.</summary>
    public TimeSpan OrderTimeout { get; init; } = TimeSpan.FromSeconds(12);

    /// <summary>How long one attempt of any other call may take.</summary>
    public TimeSpan ReadTimeout { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>How long a call may wait for its place in the rate budget before it fails unsent.</summary>
    public TimeSpan MaxBudgetWait { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The wait before a stream that was lost is opened again; each further one waits twice as long.</summary>
    public TimeSpan ReconnectDelay { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest of these waits.</summary>
    public TimeSpan LongestReconnectDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many calls a minute the address has, over all endpoints and accounts.</summary>
    public int CallsPerMinute { get; init; } = 6000;

    /// <summary>How many orders of one account may stand between their signing and their answer.</summary>
    public int OrdersInFlight { get; init; } = 16;

    /// <summary>How many connections to one address there may be.</summary>
    public int MaxConnections { get; init; } = 128;

    /// <summary>The most that an answer may hold.</summary>
    public int MaxAnswerBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>Chance for the spread of retries, from 0 up to 1; null for the library's own.</summary>
    public Func<double>? Chance { get; init; }

    /// <summary>Throws where a setting cannot stand.</summary>
    public void Check()
    {
        Require(ReceiveWindow >= TimeSpan.FromMilliseconds(1), nameof(ReceiveWindow));
        Require(ReceiveWindow <= MaxReceiveWindow, nameof(ReceiveWindow));
        Require(CallsPerMinute > 0, nameof(CallsPerMinute));
        Require(OrdersInFlight > 0, nameof(OrdersInFlight));
        Require(MaxConnections > 0, nameof(MaxConnections));
        Require(MaxAnswerBytes > 0, nameof(MaxAnswerBytes));
        Require(ReconnectDelay > TimeSpan.Zero, nameof(ReconnectDelay));
        Require(LongestReconnectDelay >= ReconnectDelay, nameof(LongestReconnectDelay));
        Require(OrderTimeout > TimeSpan.Zero, nameof(OrderTimeout));
        Require(ReadTimeout > TimeSpan.Zero, nameof(ReadTimeout));
    }

    private static void Require(bool stands, string setting)
    {
        if (!stands)
        {
            throw new InvalidOperationException($"The setting {setting} of the Bitget adapter is out of its range.");
        }
    }
}
