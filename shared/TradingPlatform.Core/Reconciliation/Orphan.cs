using System.Security.Cryptography;
using System.Text;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Audit;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Reconciliation;

/// <summary>An order that only one side knows. It is opened once, and stays until it is resolved.</summary>
/// <param name="Tenant">Whose.</param>
/// <param name="Id">Follows from what it is about, so that it is opened once.</param>
/// <param name="Kind">Which side knows it.</param>
/// <param name="Account">On which account.</param>
/// <param name="Symbol">In which pair.</param>
/// <param name="ClientOrderId">As the exchange has it, or as ours would be.</param>
/// <param name="ExchangeOrderId">The exchange's id; null where it is not known.</param>
/// <param name="Order">Ours; null where it is none of ours.</param>
/// <param name="Detail">For a person.</param>
/// <param name="DetectedAt">When it was found.</param>
public sealed record Orphan(
    TenantId Tenant, string Id, OrphanKind Kind, AccountId Account, Symbol Symbol, string ClientOrderId,
    string? ExchangeOrderId, OrderId? Order, string Detail, DateTimeOffset DetectedAt)
{
    /// <summary>Trades of it were recorded as external fills, so what the account holds has changed.</summary>
    public bool HasTraded { get; init; }

    /// <summary>How it was resolved; null while it is open.</summary>
    public Resolved? Resolved { get; init; }

    /// <summary>1 when it was opened; each change adds one.</summary>
    public long Version { get; init; } = 1;

    /// <summary>Where its chain of events ends.</summary>
    public ChainEnd Audit { get; init; }

    /// <summary>Somebody has yet to decide.</summary>
    public bool IsOpen => Resolved is null;

    /// <summary>What is held in the pair is not what the platform believes, until it is resolved.</summary>
    public bool Restricts => IsOpen && (HasTraded || Kind is OrphanKind.MissingAtExchange);

    /// <summary>An order that the exchange has and the platform does not.</summary>
    public static Orphan Unknown(
        ExchangeAccount account, OrderReport report, OrderId? order, string detail, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(report);
        return new Orphan(
            account.Tenant, IdOf(OrphanKind.UnknownToPlatform, account, report.Symbol, report.ExchangeOrderId),
            OrphanKind.UnknownToPlatform, account.Id, report.Symbol, report.ClientOrderId.Text, report.ExchangeOrderId,
            order, detail, now);
    }

    /// <summary>An order that the platform has and the exchange does not.</summary>
    public static Orphan Missing(ExchangeAccount account, Order order, string detail, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(order);
        return new Orphan(
            account.Tenant, IdOf(OrphanKind.MissingAtExchange, account, order.Ticket.Symbol, order.Id.Text),
            OrphanKind.MissingAtExchange, account.Id, order.Ticket.Symbol, order.ClientOrderId.Text,
            order.ExchangeOrderId, order.Id, detail, now);
    }

    /// <summary>The id that an orphan of this kind about this order has.</summary>
    public static string IdOf(OrphanKind kind, ExchangeAccount account, Symbol symbol, string order)
    {
        ArgumentNullException.ThrowIfNull(account);
        // None of the parts can hold a line break, so no two make the same text.
        var bytes = Encoding.UTF8.GetBytes($"{kind}\n{account.Tenant.Text}\n{account.Id.Text}\n{symbol.Text}\n{order}");
        return Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 16));
    }

    /// <summary>True for text that can be an orphan's id.</summary>
    public static bool IsId(string? text) => text is { Length: 32 } && text.All(char.IsAsciiHexDigitLower);
}

/// <summary>Which side knows an order that the other does not.</summary>
public enum OrphanKind
{
    /// <summary>The exchange has it, the platform does not: someone else placed it.</summary>
    UnknownToPlatform = 1,

    /// <summary>The platform has it as working, and the exchange proves not to.</summary>
    MissingAtExchange = 2,
}

/// <summary>What is to become of an orphan.</summary>
public enum Resolution
{
    /// <summary>The platform looks after the exchange's order as if it had placed it.</summary>
    Adopt = 1,

    /// <summary>The exchange's order is cancelled.</summary>
    Cancel = 2,

    /// <summary>The platform's order is closed: it does not work any more, and takes up nothing.</summary>
    Close = 3,

    /// <summary>Both sides stay as they are, knowingly.</summary>
    Ignore = 4,

    /// <summary>It came to its end by itself; the platform's own, and nobody's to ask for.</summary>
    Ended = 5,
}

/// <summary>How an orphan was resolved.</summary>
/// <param name="How">What became of it.</param>
/// <param name="By">Who decided.</param>
/// <param name="Note">Why, in their words; null for none.</param>
/// <param name="At">When.</param>
public sealed record Resolved(Resolution How, string By, string? Note, DateTimeOffset At);
