using System.Globalization;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Storage;

/// <summary>
/// Every key of the table, in one place. Each begins with its tenant, so that IAM leading keys can fence it; the
/// exceptions are the second index, by which the platform finds the accounts it works for, and what is of
/// the whole platform and no tenant's.
/// </summary>
public static class TableKeys
{
    /// <summary>Over how many partitions the platform's own list of accounts is spread.</summary>
    public const int AccountShards = 16;

    /// <summary>An order and its events.</summary>
    public static string Order(TenantId tenant, OrderId order) => $"TENANT#{tenant.Text}#ORDER#{order.Text}";

    /// <summary>The sort key of the thing itself, beside its events.</summary>
    public const string Self = "SELF";

    /// <summary>The sort key of an audit event.</summary>
    public static string Event(int number) => "EV#" + number.ToString("D6", CultureInfo.InvariantCulture);

    /// <summary>The sort key of an audit event among others that are not all of one chain: by time first.</summary>
    public static string EventAt(DateTimeOffset at, string rest) => $"EV#{Time(at)}#{rest}";

    /// <summary>The orders that are not settled yet: consistent, unlike an index.</summary>
    public static string OpenOrders(TenantId tenant) => $"TENANT#{tenant.Text}#OPEN";

    /// <summary>
    /// Within <see cref="OpenOrders"/>; also the prefix of an account's, or of an account's in a pair.
    /// </summary>
    public static string OpenOrder(AccountId account, Symbol? symbol = null, OrderId? order = null) =>
        symbol is not { } pair ? account.Text + "#"
        : order is not { } id ? $"{account.Text}#{pair.Text}#"
        : $"{account.Text}#{pair.Text}#{id.Text}";

    /// <summary>A tenant's orders by time, in the first index.</summary>
    public static string Orders(TenantId tenant) => $"TENANT#{tenant.Text}#ORDERS";

    /// <summary>An account's fills, by pair and trade.</summary>
    public static string Fills(TenantId tenant, AccountId account) => $"TENANT#{tenant.Text}#FILLS#{account.Text}";

    /// <summary>A tenant's fills by time, in the first index.</summary>
    public static string AllFills(TenantId tenant) => $"TENANT#{tenant.Text}#FILLS";

    /// <summary>
    /// A fill's place: trade id and side name it once (an account can trade with itself). Numeric ids rise with time
    /// and are padded, so that the key's order is
    /// the exchange's; others are led by their time.
    /// </summary>
    public static string Fill(Symbol symbol, string tradeId, OrderSide side, DateTimeOffset at) =>
        ulong.TryParse(tradeId, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? $"{symbol.Text}#{number.ToString("D20", CultureInfo.InvariantCulture)}{Letter(side)}"
            : $"{symbol.Text}#{Time(at)}-{tradeId}{Letter(side)}";

    private static char Letter(OrderSide side) => side is OrderSide.Buy ? 'B' : 'S';

    /// <summary>
    /// What is computed of an account's fills and kept, so that it need not be computed from the first.
    /// </summary>
    public static ItemKey Position(TenantId tenant, AccountId account, Symbol symbol) =>
        new($"TENANT#{tenant.Text}#POSITIONS", $"{account.Text}#{symbol.Text}");

    /// <summary>A tenant's limits, counters and kill switch.</summary>
    public static string Risk(TenantId tenant) => $"TENANT#{tenant.Text}#RISK";

    /// <summary>The events of one of those.</summary>
    public static string RiskAudit(TenantId tenant, string subject) => $"TENANT#{tenant.Text}#RISK#{subject}";

    /// <summary>An account and its events.</summary>
    public static string Account(TenantId tenant, AccountId account) => $"TENANT#{tenant.Text}#ACCOUNT#{account.Text}";

    /// <summary>The events that moved an account's trading state.</summary>
    public static string TradingAudit(TenantId tenant, AccountId account) => Account(tenant, account) + "#TRADING";

    /// <summary>How far an account is reconciled, and by whom just now.</summary>
    public static ItemKey Books(TenantId tenant, AccountId account) =>
        new($"TENANT#{tenant.Text}#RECONCILIATION", account.Text);

    /// <summary>The events of an account's books.</summary>
    public static string BooksAudit(TenantId tenant, AccountId account) =>
        $"TENANT#{tenant.Text}#RECONCILIATION#{account.Text}";

    /// <summary>A tenant's runs; by time in the first index.</summary>
    public static string Runs(TenantId tenant) => $"TENANT#{tenant.Text}#RUNS";

    /// <summary>An orphan and its events.</summary>
    public static string Orphan(TenantId tenant, string orphan) => $"TENANT#{tenant.Text}#ORPHAN#{orphan}";

    /// <summary>A tenant's orphans by time, in the first index.</summary>
    public static string Orphans(TenantId tenant) => $"TENANT#{tenant.Text}#ORPHANS";

    /// <summary>The orphans that are open: consistent, unlike an index.</summary>
    public static string OpenOrphans(TenantId tenant) => $"TENANT#{tenant.Text}#OPEN-ORPHANS";

    /// <summary>A tenant's accounts by time, in the first index.</summary>
    public static string Accounts(TenantId tenant) => $"TENANT#{tenant.Text}#ACCOUNTS";

    /// <summary>Keys in the vault that were found to belong to no account, by when.</summary>
    public static ItemKey OrphanedKey(TenantId tenant, AccountId account) =>
        new($"TENANT#{tenant.Text}#ORPHANED-KEYS", account.Text);

    /// <summary>How old a tenant lets its exchange keys grow, and the events of that.</summary>
    public static string KeyPolicy(TenantId tenant) => $"TENANT#{tenant.Text}#KEY-POLICY";

    /// <summary>The events of a secret of the platform's own, which is no tenant's.</summary>
    public static string PlatformSecret(string name) => "PLATFORM#SECRET#" + name;

    /// <summary>A call from one function to another that was let in once.</summary>
    public static ItemKey InternalCall(string nonce) => new("PLATFORM#CALL#" + nonce, Self);

    /// <summary>The labels a tenant has given, each once.</summary>
    public static string Labels(TenantId tenant) => $"TENANT#{tenant.Text}#LABELS";

    /// <summary>The platform's own list of accounts, in the second index.</summary>
    public static string AccountShard(int shard) => "ACCOUNTS#" + shard.ToString("D2", CultureInfo.InvariantCulture);

    /// <summary>Which worker follows which part of <see cref="AccountShard"/>s.</summary>
    public static ItemKey StreamShard(int shard) =>
        new($"TENANT#{TenantId.Platform.Text}#STREAMS", shard.ToString("D2", CultureInfo.InvariantCulture));

    /// <summary>The silence that the exchange at an address has asked for.</summary>
    public static ItemKey Silence(Uri origin) =>
        new("EXCHANGE#" + origin.GetLeftPart(UriPartial.Authority), "SILENCE");

    /// <summary>The health of the way to an exchange's address.</summary>
    public static ItemKey Health(Uri origin) =>
        new("EXCHANGE#" + origin.GetLeftPart(UriPartial.Authority), "HEALTH");

    /// <summary>The events that moved it.</summary>
    public static ItemKey HealthEvent(Uri origin, int number) =>
        Health(origin) with { Sort = "HEALTH#" + Event(number) };

    /// <summary>How an account is connected, as the worker that follows it tells.</summary>
    public static ItemKey Connection(TenantId tenant, AccountId account) =>
        new(Account(tenant, account), "CONNECTION");

    /// <summary>A moment as text that sorts by time: milliseconds, padded.</summary>
    public static string Time(DateTimeOffset at) =>
        at.ToUnixTimeMilliseconds().ToString("D15", CultureInfo.InvariantCulture);
}
