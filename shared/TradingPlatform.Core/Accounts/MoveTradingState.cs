using System.Collections.Immutable;
using TradingPlatform.Core.Audit;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Accounts;

/// <summary>
/// Moves what may be traded on an account, or in one pair of it (DESIGN.md, 'Degradation'): causes come and go, each by
/// evidence, and the worst that stands decides. Each move is an audit event and a platform event in the same write.
/// </summary>
/// <remarks>
/// Every order reads the account, and so its causes, consistently: what begins after a restriction was answered is held
/// to it. A cause that stands already, or is gone already, costs no write.
/// </remarks>
public sealed class MoveTradingState(AccountRepository accounts, TimeProvider clock)
{
    /// <summary>The event of a cause that was added or that got another state.</summary>
    public const string Restricted = "TradingRestricted";

    /// <summary>The event of a cause that was taken back.</summary>
    public const string Released = "TradingReleased";

    /// <summary>Adds a cause.</summary>
    /// <param name="caller">For whom, and which part of the platform found it.</param>
    /// <param name="account">Of the caller's tenant.</param>
    /// <param name="code">What it is; see <see cref="TradingCause.Code"/>.</param>
    /// <param name="symbol">The pair; null for the whole account.</param>
    /// <param name="state">What may still be traded.</param>
    /// <param name="reason">For a person.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The account as it now stands; null where it is gone.</returns>
    public Task<ExchangeAccount?> RestrictAsync(
        Caller caller, AccountId account, string code, Symbol? symbol, TradingState state, string reason,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentOutOfRangeException.ThrowIfEqual(state, TradingState.Active);
        var now = clock.GetUtcNow();
        return MoveAsync(
            caller, account, Restricted, code, symbol, reason,
            causes => causes.Any(cause => Names(cause, code, symbol) && cause.State == state)
                ? causes
                : causes.RemoveAll(cause => Names(cause, code, symbol))
                    .Add(new TradingCause(code, symbol, state, reason, now)),
            cancellation);
    }

    /// <summary>Takes a cause back.</summary>
    /// <param name="caller">For whom, and which part of the platform found the proof.</param>
    /// <param name="account">Of the caller's tenant.</param>
    /// <param name="code">The cause's code.</param>
    /// <param name="symbol">The cause's pair; null for the whole account.</param>
    /// <param name="proof">What proves that it is over, for a person. That time has passed is none.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The account as it now stands; null where it is gone.</returns>
    public Task<ExchangeAccount?> ReleaseAsync(
        Caller caller, AccountId account, string code, Symbol? symbol, string proof, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return MoveAsync(
            caller, account, Released, code, symbol, proof,
            causes => causes.RemoveAll(cause => Names(cause, code, symbol)), cancellation);
    }

    private async Task<ExchangeAccount?> MoveAsync(
        Caller caller, AccountId id, string type, string code, Symbol? symbol, string why,
        Func<ImmutableArray<TradingCause>, ImmutableArray<TradingCause>> change, CancellationToken cancellation)
    {
        while (await accounts.FindAsync(caller.Tenant, id, cancellation) is { } account)
        {
            var before = account.TradingCauses.IsDefault ? [] : account.TradingCauses;
            var after = change(before);
            if (after == before)
            {
                return account;
            }

            var now = clock.GetUtcNow();
            var details = new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["code"] = code, ["why"] = why, ["state"] = Stand(after, symbol).ToString(),
            };
            if (symbol is { } pair)
            {
                details["symbol"] = pair.Text;
            }

            var e = AuditEvent.Append(account.TradingAudit, now, type, caller, id.Text, details);
            var moved = account with
            {
                TradingCauses = after,
                Trading = Whole(account.Trading, after, now),
                TradingAudit = e.End,
                UpdatedAt = now,
                Version = account.Version + 1,
            };
            if (await accounts.TryMoveAsync(moved, e, cancellation))
            {
                return moved;
            }
        }

        return null;
    }

    private static TradingState Stand(ImmutableArray<TradingCause> causes, Symbol? symbol) =>
        TradingCause.Worst(causes, symbol)?.State ?? TradingState.Active;

    // The account as a whole stays as it was where only a pair of it moved.
    private static Trading Whole(Trading before, ImmutableArray<TradingCause> causes, DateTimeOffset now) =>
        TradingCause.Worst(causes, null)
        ?? (before.State is TradingState.Active ? before : new Trading(TradingState.Active, null, now));

    private static bool Names(TradingCause cause, string code, Symbol? symbol) =>
        cause.Code == code && cause.Symbol == symbol;
}
