using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Audit;
using TradingPlatform.Core.Exchanges;

namespace TradingPlatform.Credentials;

/// <summary>The body of <c>POST /v1/exchange-configs</c>.</summary>
/// <remarks>Its text is never printed: it holds a key.</remarks>
public sealed record LinkRequest(
    ExchangeId Exchange,
    string Label,
    TradingMode Mode = TradingMode.Paper,
    Core.Secrets.Secret? ApiKey = null,
    Core.Secrets.Secret? ApiSecret = null,
    Core.Secrets.Secret? Passphrase = null,
    string? BaseUrl = null,
    bool AllowWithdrawPermission = false);

/// <summary>The body of <c>PATCH /v1/exchange-configs/{id}</c>.</summary>
public sealed record RenameRequest(string Label);

/// <summary>The body of <c>POST /v1/exchange-configs/{id}/rotate</c>; a paper account needs none of it.</summary>
/// <remarks>Its text is never printed: it holds a key.</remarks>
public sealed record RotateRequest(
    Core.Secrets.Secret? ApiKey = null, Core.Secrets.Secret? ApiSecret = null, Core.Secrets.Secret? Passphrase = null);

/// <summary>A tenant's wishes for its keys: after how many days it is reminded of one; null for never.</summary>
public sealed record KeyPolicyView(int? MaxKeyAgeDays);

/// <summary>One line of an account's audit trail.</summary>
public sealed record AuditView(
    DateTimeOffset At, string Type, string By, string? Function, string CorrelationId,
    IReadOnlyDictionary<string, string> Details)
{
    /// <summary>Shows an event.</summary>
    public static AuditView Of(AuditEvent e)
    {
        ArgumentNullException.ThrowIfNull(e);
        return new AuditView(
            e.At, e.Type, e.By, e.Details.GetValueOrDefault(AccountEvents.Function), e.CorrelationId,
            e.Details.Where(detail => detail.Key != AccountEvents.Function)
                .ToDictionary(detail => detail.Key, detail => detail.Value, StringComparer.Ordinal));
    }
}

/// <summary>A page of an audit trail, for the API document; <c>Page.Of</c> writes it.</summary>
public sealed record AuditPageView(IReadOnlyList<AuditView> Items, string? NextCursor);

/// <summary>An account as the contract shows it: all but the key.</summary>
public sealed record AccountView(
    string Id, ExchangeId Exchange, string Label, TradingMode Mode, AccountStatus Status,
    IReadOnlyList<string> Permissions, string ApiKeyHint, string? BaseUrl, TradingView Trading,
    DateTimeOffset ValidatedAt, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, DateTimeOffset? RotatedAt,
    DateTimeOffset? KeyExpiresAt, IReadOnlyList<string> Warnings)
{
    /// <summary>The key works from any address (FAILURES.md F19).</summary>
    public const string NotIpRestricted = "KEY_NOT_IP_RESTRICTED";

    /// <summary>The key may move funds, as its tenant allowed.</summary>
    public const string MayWithdraw = "KEY_MAY_WITHDRAW";

    /// <summary>Shows an account.</summary>
    public static AccountView Of(ExchangeAccount account, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(account);
        var trading = account.TradingAt(now, null);
        return new AccountView(
            account.Id.Text, account.Exchange, account.Label, account.Mode, account.Status,
            account.Permissions.IsDefault ? [] : account.Permissions, account.KeyHint,
            account.BaseUrl?.GetLeftPart(UriPartial.Authority),
            new TradingView(trading.State, trading.Reason, trading.Since),
            account.ValidatedAt, account.CreatedAt, account.UpdatedAt, account.RotatedAt, account.KeyExpiresAt,
            [.. Warn(account)]);
    }

    private static IEnumerable<string> Warn(ExchangeAccount account)
    {
        if (account is { IpRestricted: false, Mode: not TradingMode.Paper })
        {
            yield return NotIpRestricted;
        }

        if (account.MayWithdraw)
        {
            yield return MayWithdraw;
        }
    }
}

/// <summary>What may be traded on an account, and why.</summary>
public sealed record TradingView(TradingState State, string? Reason, DateTimeOffset Since);

/// <summary>A page of accounts, for the API document; <c>Page.Of</c> writes it.</summary>
public sealed record AccountPageView(IReadOnlyList<AccountView> Items, string? NextCursor);
