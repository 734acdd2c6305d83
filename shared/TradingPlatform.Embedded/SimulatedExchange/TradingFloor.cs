using System.Security.Cryptography;
using TradingPlatform.Embedded.SimulatedExchange.Engine;
using TradingPlatform.Embedded.SimulatedExchange.Storage;

namespace TradingPlatform.Embedded.SimulatedExchange;

/// <summary>The engine with its lock, its journal and its clock: what every surface of the exchange works through.
/// </summary>
internal sealed class TradingFloor : IDisposable
{
    private const string IdAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private readonly SecretSeal _seal;
    private readonly Journal _journal;
    private readonly RandomNumberGenerator _randomness;
    private int _lastAccountId;
    private int _lastKeyNumber;

    public TradingFloor(SimulatedExchangeOptions options, ExchangeClock clock, Action<ChangeSet> stored)
    {
        Options = options;
        Clock = clock;
        _randomness = options.Randomness ?? RandomNumberGenerator.Create();
        _seal = SecretSeal.Open(options.DataFile + ".key", _randomness);
        var writer = new ChangeWriter(options.DataFile, _seal);
        History = new HistoryReader(options.DataFile, _seal);
        Engine = new MatchingEngine(options.Symbols, options.Fees);
        Restore();
        _journal = new Journal(Gate, Engine, writer, stored);
    }

    public SimulatedExchangeOptions Options { get; }

    public ExchangeClock Clock { get; }

    /// <summary>Held while the engine is used.</summary>
    public Lock Gate { get; } = new();

    public MatchingEngine Engine { get; }

    public HistoryReader History { get; }

    public KeyRing Keys { get; } = new();

    /// <summary>Does something with the engine, under the gate; its outcome is told once it is on the disk.</summary>
    /// <param name="act">Gets the exchange's time.</param>
    public async ValueTask<T> DoAsync<T>(Func<long, T> act)
    {
        T outcome;
        Task stored;
        lock (Gate)
        {
            outcome = act(Clock.Now);
            stored = WhenStored();
        }

        await stored;
        return outcome;
    }

    /// <summary>The same, for what has no outcome.</summary>
    public ValueTask<bool> DoAsync(Action<long> act) => DoAsync(now =>
    {
        act(now);
        return true;
    });

    /// <summary>Ends when all that was done so far is on the disk. Ask it under the gate, await it outside.</summary>
    public Task WhenStored() => _journal.WhenStored();

    /// <summary>As <see cref="WhenStored"/>, for who does not hold the gate: what was read may be answered then.
    /// </summary>
    public Task WhenSettled()
    {
        lock (Gate)
        {
            return _journal.WhenStored();
        }
    }

    /// <summary>Makes an account and its key. Call it under the gate.</summary>
    public NewAccount AddKey(
        string? apiKey,
        string? secretKey,
        SimulatedPermissions permissions,
        IReadOnlyDictionary<string, decimal>? balances)
    {
        var now = Clock.Now;
        var made = new NewAccount(
            ++_lastAccountId, apiKey ?? RandomText(64), secretKey ?? RandomText(64), permissions, now);
        var account = new Account(made.Id);
        Engine.Ledger.Changes.Accounts.Add(made);
        foreach (var (asset, amount) in balances ?? Options.StartingBalances)
        {
            Engine.Ledger.Deposit(account, asset, amount, now);
        }

        Keys.Add(made, 0, account);
        return made;
    }

    /// <summary>Makes another key of the account that a key opens. Call it under the gate.</summary>
    public NewAccount AddKeyTo(
        TradingKey known, string? apiKey, string? secretKey, SimulatedPermissions permissions)
    {
        var made = new NewAccount(
            known.Account.Id, apiKey ?? RandomText(64), secretKey ?? RandomText(64), permissions, Clock.Now);
        var number = ++_lastKeyNumber;
        Engine.Ledger.Changes.Keys.Add(new KeyRecord(made, number, IsRevoked: false));
        Keys.Add(made, number, known.Account);
        return made;
    }

    /// <summary>Ends a key; its account and its other keys go on. Call it under the gate.</summary>
    public void Revoke(TradingKey known)
    {
        Engine.Ledger.Changes.Keys.Add(new KeyRecord(known.Made, known.Number, IsRevoked: true));
        Keys.Remove(known.Made.ApiKey);
    }

    /// <summary>A client order id for who did not send one, as Binance makes them.</summary>
    public string NewClientId() => RandomText(22);

    public void Dispose()
    {
        _journal.Dispose();
        History.Dispose();
        _seal.Dispose();
        if (Options.Randomness is null)
        {
            _randomness.Dispose();
        }
    }

    private void Restore()
    {
        var accounts = new Dictionary<int, Account>();
        foreach (var made in History.Accounts())
        {
            var account = new Account(made.Id) { UpdateTime = made.CreatedAt };
            accounts.Add(made.Id, account);
            Keys.Add(made, 0, account);
            _lastAccountId = Math.Max(_lastAccountId, made.Id);
        }

        foreach (var record in History.Keys())
        {
            _lastKeyNumber = Math.Max(_lastKeyNumber, record.Number);
            if (record.IsRevoked)
            {
                Keys.Remove(record.Key.ApiKey);
            }
            else
            {
                Keys.Add(record.Key, record.Number, accounts[record.Key.Id]);
            }
        }

        foreach (var (id, asset, balance) in History.Balances())
        {
            accounts[id].Restore(asset, balance);
        }

        var now = Clock.Now;
        var week = now - (7 * 24 * 60 * CandleSeries.Minute);
        var state = History.State(accounts, Engine.ByName.Keys, week);
        Engine.Restore(state.Candles.Count == 0 ? PriceHistory.MadeUp(state, Options, now) : state, now);
        var ended = History.Keys().Where(record => record.IsRevoked).Select(record => record.Key.ApiKey)
            .ToHashSet(StringComparer.Ordinal);
        foreach (var key in Options.Keys.Where(key => !Keys.TryFind(key.ApiKey, out _) && !ended.Contains(key.ApiKey)))
        {
            AddKey(key.ApiKey, key.SecretKey, key.Permissions, key.Balances);
        }
    }

    private string RandomText(int length)
    {
        Span<byte> bytes = stackalloc byte[length];
        _randomness.GetBytes(bytes);
        Span<char> text = stackalloc char[length];
        for (var i = 0; i < length; i++)
        {
            text[i] = IdAlphabet[bytes[i] % IdAlphabet.Length];
        }

        return new string(text);
    }
}
