using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Secrets;
using TradingPlatform.Core.Tenancy;
using TradingPlatform.Unit.Fakes;

namespace TradingPlatform.Unit.Accounts;

/// <summary>What looks after accounts and their keys, over fakes, beside the order path.</summary>
internal sealed class KeyDesk
{
    public static readonly TimeSpan Grace = TimeSpan.FromHours(1);

    public KeyDesk(MemoryItemStore? store = null)
    {
        Trading = new TradingDesk(store);
        var (accounts, audit, connections) = (Trading.Accounts, Trading.Audit, Trading.Connections);
        var paper = new Paper();
        var end = new KeyChangeEnd(accounts, audit, connections, new OldKeys(Grace), Trading.Clock);
        Link = new LinkAccount(
            accounts, audit, connections, Trading.Vault, paper, Trading.Equity, Trading.Ids, Trading.Clock);
        Rename = new RenameAccount(accounts, audit);
        Validate = new ValidateKey(accounts, audit, connections, Trading.Clock);
        Switch = new SwitchAccount(accounts, audit, Validate, connections);
        Rotate = new RotateKey(
            accounts, audit, connections, Trading.Keys, Trading.Vault, paper, end, Trading.Ids, Trading.Clock);
        Unlink = new UnlinkAccount(
            accounts, audit, Trading.Orders, Trading.Risk, Trading.Vault, connections, Trading.Equity, Trading.Clock);
        TakeUp = new TakeUpKeyChanges(
            accounts, audit, Trading.Keys, Trading.Vault, end, Unlink, Trading.Clock);
        Orphans = new SweepOrphanedKeys(accounts, Trading.Vault, Trading.Store, Trading.Clock);
        Policies = new SetKeyPolicy(Trading.Store, Trading.Clock);
        Remind = new RemindOfKeys(accounts, audit, Policies, Trading.Clock);
    }

    public TradingDesk Trading { get; }

    public LinkAccount Link { get; }

    public RenameAccount Rename { get; }

    public ValidateKey Validate { get; }

    public SwitchAccount Switch { get; }

    public RotateKey Rotate { get; }

    public UnlinkAccount Unlink { get; }

    public TakeUpKeyChanges TakeUp { get; }

    public SweepOrphanedKeys Orphans { get; }

    public SetKeyPolicy Policies { get; }

    public RemindOfKeys Remind { get; }

    public static Caller Trader => TradingDesk.Trader;

    public static AccountId Main { get; } = AccountId.Parse("a1");

    /// <summary>A desk with the one account that the order path's tests have.</summary>
    public static async Task<KeyDesk> OpenAsync(MemoryItemStore? store = null)
    {
        var desk = new KeyDesk(store);
        await desk.Trading.OpenAsync();
        return desk;
    }

    public static ExchangeCredentials Key(string name) => new(new Secret("key-" + name), new Secret("secret"), null);

    public Task<Linking> LinkAsync(
        string label, TradingMode mode = TradingMode.Sandbox, string? key = null, bool mayWithdraw = false) =>
        Link.HandleAsync(
            new LinkAccountCommand(
                Trader, ExchangeId.Binance, label, mode, mode is TradingMode.Paper ? null : Key(key ?? label), null,
                mayWithdraw),
            CancellationToken.None);

    public Task<AccountAnswer> RotateAsync(string key) =>
        Rotate.HandleAsync(Trader, Main, Key(key), CancellationToken.None);

    public Task<Unlinking> UnlinkAsync() => Unlink.HandleAsync(Trader, Main, CancellationToken.None);

    public async Task<ExchangeAccount> AccountAsync() =>
        (await Trading.Accounts.FindAsync(Trader.Tenant, Main, CancellationToken.None))!;

    public Task<IReadOnlyList<ExchangeAccount>> AccountsAsync() =>
        Trading.Accounts.GetAllAsync(Trader.Tenant, CancellationToken.None);

    /// <summary>The types of the account's changes, oldest first.</summary>
    public async Task<IReadOnlyList<string>> EventsAsync() =>
        [.. (await Trading.Trail.ListAsync(Trader.Tenant, Main, 1000, null, CancellationToken.None))
            .Events.Select(e => e.Type).Where(type => type != AccountEvents.KeyRead).Reverse()];

    public string? SealedKey()
    {
        var secret = SecretPath();
        return Trading.Vault.Secrets.TryGetValue(secret, out var opened)
            ? KeyDocument.Read(opened.Value).Key.Reveal()
            : null;
    }

    public static string SecretPath() =>
        Core.Credentials.SecretName.ForExchange(Trader.Tenant, ExchangeId.Binance, Main).Path;

    /// <summary>What a start does before anything is served.</summary>
    public async Task RestartAsync()
    {
        Trading.Store.Revive();
        Trading.Equity.Forget(Trader.Tenant);
        Trading.Connections.Forget(Trader.Tenant, Main);
        foreach (var account in await AccountsAsync())
        {
            await TakeUp.HandleAsync(account, Trader, TimeSpan.Zero, CancellationToken.None);
        }

        await Orphans.HandleAsync(TimeSpan.Zero, CancellationToken.None);
    }

    public async Task<bool> CanTradeAsync() => await Trading.SubmitAsync() is Submission.Placed;

    private sealed class Paper : IPaperExchange
    {
        private int _made;

        public Task<ExchangeCredentials> OpenAccountAsync(CancellationToken cancellation) =>
            Task.FromResult(Key($"paper-{Interlocked.Increment(ref _made)}"));

        public Task<ExchangeCredentials> AddKeyAsync(
            ExchangeCredentials current, CancellationToken cancellation) => OpenAccountAsync(cancellation);
    }
}
