using TradingPlatform.Core.Accounts;
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

/// <summary>An account as the contract shows it: all but the key.</summary>
public sealed record AccountView(
    string Id, ExchangeId Exchange, string Label, TradingMode Mode, AccountStatus Status,
    IReadOnlyList<string> Permissions, string ApiKeyHint, string? BaseUrl, TradingView Trading,
    DateTimeOffset ValidatedAt, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, DateTimeOffset? RotatedAt)
{
    /// <summary>Shows an account.</summary>
    public static AccountView Of(ExchangeAccount account)
    {
        ArgumentNullException.ThrowIfNull(account);
        return new AccountView(
            account.Id.Text, account.Exchange, account.Label, account.Mode, account.Status,
            account.Permissions.IsDefault ? [] : account.Permissions, account.KeyHint,
            account.BaseUrl?.GetLeftPart(UriPartial.Authority),
            new TradingView(account.Trading.State, account.Trading.Reason, account.Trading.Since),
            account.ValidatedAt, account.CreatedAt, account.UpdatedAt, account.RotatedAt);
    }
}

/// <summary>What may be traded on an account, and why.</summary>
public sealed record TradingView(TradingState State, string? Reason, DateTimeOffset Since);

/// <summary>A page of accounts, for the API document; <c>Page.Of</c> writes it.</summary>
public sealed record AccountPageView(IReadOnlyList<AccountView> Items, string? NextCursor);
