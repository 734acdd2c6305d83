using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Streams;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Health;

/// <summary>
/// Restricts pairs of followed accounts whose exchange tells prices that are in doubt, and takes that back once they
/// are sound. Real spot markets alone: a test network's prices, and the simulated exchange's, are like no other's.
/// </summary>
/// <remarks>For one caller at a time: the worker's round.</remarks>
public sealed class WatchPrices(
    PriceFeed feed, AccountStreams streams, MoveTradingState move, IIdSource ids, TimeProvider clock)
{
    /// <summary>The code of the cause.</summary>
    public const string InDoubt = "PRICE_IN_DOUBT";

    private const int RoundsToDoubt = 2;
    private const int RoundsToBelieve = 3;

    private readonly Dictionary<(ExchangeId, Symbol), Watched> _watched = [];

    /// <summary>One round.</summary>
    /// <param name="accounts">The accounts that are followed, as they were just read.</param>
    /// <param name="cancellation">Ends the round.</param>
    public async Task HandleAsync(IReadOnlyCollection<ExchangeAccount> accounts, CancellationToken cancellation)
    {
        var pairs = accounts
            .Where(account => account is { Mode: TradingMode.Production, BaseUrl: null }
                && !account.Exchange.IsFutures())
            .SelectMany(PairsOf, (account, symbol) => (Account: account, Symbol: symbol)).ToList();
        await feed.RefreshAsync(pairs.Select(pair => pair.Symbol).ToHashSet(), cancellation);
        var judged = pairs.Select(pair => (pair.Account.Exchange, pair.Symbol)).ToHashSet();
        foreach (var gone in _watched.Keys.Except(judged))
        {
            _watched.Remove(gone);
        }

        foreach (var key in judged)
        {
            _watched[key] = Judge(key.Exchange, key.Symbol);
        }

        foreach (var (account, symbol) in pairs)
        {
            await MoveAsync(account, symbol, _watched[(account.Exchange, symbol)], cancellation);
        }
    }

    private Watched Judge(ExchangeId exchange, Symbol symbol)
    {
        var now = clock.GetUtcNow();
        var before = _watched.GetValueOrDefault((exchange, symbol)) ?? new Watched(now, null, 0);
        var sources = feed.SourcesOf(symbol);
        var doubt = JudgePrice.Doubt(exchange, sources, before.Since, now);
        if (doubt is null && !sources.Any(source => source.Exchange == exchange))
        {
            // Not asked for long enough to say anything.
            return before;
        }

        return before with
        {
            Doubt = doubt, Rounds = doubt is null == before.Doubt is null ? before.Rounds + 1 : 1,
        };
    }

    private async Task MoveAsync(
        ExchangeAccount account, Symbol symbol, Watched watched, CancellationToken cancellation)
    {
        var isGiven = Given(account).Contains(symbol);
        if (watched.Doubt is { } why && watched.Rounds >= RoundsToDoubt && !isGiven)
        {
            await move.RestrictAsync(
                Caller(account), account.Id, InDoubt, symbol, TradingState.ReduceOnly, why, cancellation);
        }
        else if (watched.Doubt is null && watched.Rounds >= RoundsToBelieve && isGiven)
        {
            await move.ReleaseAsync(
                Caller(account), account.Id, InDoubt, symbol,
                "The exchange tells prices again that nothing speaks against.", cancellation);
        }
    }

    private Caller Caller(ExchangeAccount account) =>
        Tenancy.Caller.Platform(account.Tenant, "prices", ids.NewId());

    private IEnumerable<Symbol> PairsOf(ExchangeAccount account) =>
        Given(account).Union(streams.Find(account.Tenant, account.Id)?.Pairs ?? []);

    private static IEnumerable<Symbol> Given(ExchangeAccount account) => account.TradingCauses.IsDefault
        ? []
        : account.TradingCauses.Where(cause => cause is { Code: InDoubt, Symbol: not null })
            .Select(cause => cause.Symbol!.Value);

    /// <param name="Since">Since when it is watched.</param>
    /// <param name="Doubt">What is doubtful; null where nothing is.</param>
    /// <param name="Rounds">For how many rounds in a row that is so.</param>
    private sealed record Watched(DateTimeOffset Since, string? Doubt, int Rounds);
}
