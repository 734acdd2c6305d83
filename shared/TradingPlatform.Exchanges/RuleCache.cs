using Microsoft.Extensions.Logging;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Exchanges.RateBudget;

namespace TradingPlatform.Exchanges;

/// <summary>An exchange's pairs, rules and limits, as they were read.</summary>
/// <param name="Instruments">By pair.</param>
/// <param name="Pairs">By the exchange's spelling: <c>BTCUSDT</c>. Splitting the text would be guessing.</param>
/// <param name="Spellings">And back.</param>
/// <param name="RequestLimits">Of request weight, for the address.</param>
/// <param name="OrderLimits">Of unfilled orders, for each account.</param>
/// <param name="LeftOut">Pairs whose assets have no name here, by their spelling.</param>
internal sealed record RuleBook(
    IReadOnlyDictionary<Symbol, Instrument> Instruments,
    IReadOnlyDictionary<string, Symbol> Pairs,
    IReadOnlyDictionary<Symbol, string> Spellings,
    IReadOnlyList<BudgetLimit> RequestLimits,
    IReadOnlyList<BudgetLimit> OrderLimits,
    IReadOnlyList<string> LeftOut);

/// <summary>The exchange's rules, from a copy of at most an hour; read once for all who want them at a time.</summary>
internal sealed class RuleCache
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromHours(1);
    private static readonly TimeSpan RenewedAfter = TimeSpan.FromMinutes(50);

    private readonly TimeProvider _time;
    private readonly Func<Task<RuleBook>> _read;
    private readonly RequestBudget _budget;
    private readonly Uri _address;
    private readonly ILogger _log;
    private readonly SingleFlight<RuleBook> _reading;
    private Copy? _copy;

    public RuleCache(TimeProvider time, Func<Task<RuleBook>> read, RequestBudget budget, Uri address, ILogger log)
    {
        (_time, _read, _budget, _address, _log) = (time, read, budget, address, log);
        _reading = new SingleFlight<RuleBook>(ReadAsync);
    }

    /// <summary>The rules, at most an hour old.</summary>
    public ValueTask<RuleBook> GetAsync(CancellationToken cancellation)
    {
        if (Volatile.Read(ref _copy) is not { Forgotten: false } copy || Age(copy) >= KeptFor)
        {
            return new ValueTask<RuleBook>(_reading.RunAsync(cancellation));
        }

        if (Age(copy) >= RenewedAfter)
        {
            _ = RenewAsync();
        }

        return ValueTask.FromResult(copy.Book);
    }

    /// <summary>The rules of any age: how a pair is spelt does not change.</summary>
    public ValueTask<RuleBook> GetAnyAsync(CancellationToken cancellation) => Volatile.Read(ref _copy) is { } copy
        ? ValueTask.FromResult(copy.Book)
        : new ValueTask<RuleBook>(_reading.RunAsync(cancellation));

    /// <summary>How the exchange spells the pair.</summary>
    /// <exception cref="ExchangeException">It has no such pair.</exception>
    public async ValueTask<string> SpellAsync(Symbol symbol, CancellationToken cancellation)
    {
        var book = await GetAnyAsync(cancellation);
        if (!book.Spellings.ContainsKey(symbol))
        {
            // It may have been listed since.
            book = await GetAsync(cancellation);
        }

        return book.Spellings.TryGetValue(symbol, out var spelling)
            ? spelling
            : throw new ExchangeException(new ExchangeError(
                ExchangeErrorKind.InvalidRequest, "UNKNOWN_SYMBOL", $"The exchange has no pair {symbol}."));
    }

    /// <summary>The rules of any age, for who cannot wait; null before they were first read.</summary>
    public RuleBook? Known => Volatile.Read(ref _copy)?.Book;

    /// <summary>The next who wants the rules reads them anew.</summary>
    public void Forget()
    {
        if (Volatile.Read(ref _copy) is { } copy)
        {
            Volatile.Write(ref _copy, copy with { Forgotten = true });
        }
    }

    private TimeSpan Age(Copy copy) => _time.GetElapsedTime(copy.Stamp);

    private async Task RenewAsync()
    {
        try
        {
            await _reading.RunAsync(CancellationToken.None);
        }
        catch (ExchangeException failure)
        {
            Log.RulesFailed(_log, _address, failure.Error.Kind, failure.Error.Code);
        }
    }

    private async Task<RuleBook> ReadAsync()
    {
        // Who found none a moment ago may come here just after another has brought them.
        if (Volatile.Read(ref _copy) is { Forgotten: false } brought && Age(brought) < RenewedAfter)
        {
            return brought.Book;
        }

        var stamp = _time.GetTimestamp();
        var book = await _read();
        _budget.SetLimits(book.RequestLimits);
        foreach (var spelling in book.LeftOut)
        {
            Log.LeftOut(_log, _address, spelling);
        }

        Log.RulesRead(_log, _address, book.Instruments.Count, book.RequestLimits.Count + book.OrderLimits.Count);
        Volatile.Write(ref _copy, new Copy(book, stamp, Forgotten: false));
        return book;
    }

    private sealed record Copy(RuleBook Book, long Stamp, bool Forgotten);
}
