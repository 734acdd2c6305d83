using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Streams;

/// <summary>
/// Moves the trading state of followed accounts as <see cref="JudgeAccount"/> says. An account whose judgement fails is
/// halted: what cannot be judged is not traded. That it was judged is stored now and then: a state that nobody keeps
/// is not believed for long (docs/adr/0034).
/// </summary>
public sealed class JudgeAccounts(
    AccountStreams streams, AccountRepository accounts, MoveTradingState move, StreamTimes times, IIdSource ids,
    TimeProvider clock, ILogger<JudgeAccounts> log)
{
    /// <summary>Judges an account as it was just read; nothing is written where nothing changes.</summary>
    public async Task HandleAsync(ExchangeAccount account, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(account);
        if (streams.Find(account.Tenant, account.Id) is not { } stream)
        {
            return;
        }

        var caller = Caller.Platform(account.Tenant, "streams", ids.NewId());
        try
        {
            await MoveAsync(account, stream, caller, cancellation);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            log.JudgementFailed(account.Id, e.GetType().Name);
            await move.RestrictAsync(
                caller, account.Id, JudgeAccount.Failed, null, TradingState.Halted,
                "Whether the account may trade could not be evaluated.", cancellation);
            return;
        }

        await WatchAsync(account, stream.Standing, cancellation);
    }

    private async Task MoveAsync(
        ExchangeAccount account, AccountStream stream, Caller caller, CancellationToken cancellation)
    {
        ImmutableArray<TradingCause> given = account.TradingCauses.IsDefault
            ? []
            : [.. account.TradingCauses.Where(cause => cause.Symbol is null && IsOurs(cause))];
        stream.NeedsProof = !given.IsEmpty;
        var due = JudgeAccount.Judge(stream.Standing, given, times, clock.GetUtcNow());
        foreach (var cause in due.Where(cause => !given.Any(one => IsSame(one, cause))))
        {
            await move.RestrictAsync(
                caller, account.Id, cause.Code, null, cause.State, cause.Reason, cancellation);
        }

        foreach (var cause in given.Where(one => !due.Any(cause => IsSame(one, cause))))
        {
            await move.ReleaseAsync(
                caller, account.Id, cause.Code, null, "The exchange has answered, and the account is seen.",
                cancellation);
        }
    }

    // Whoever begins to follow has proven nothing before its first sweep.
    private async Task WatchAsync(ExchangeAccount account, StreamStanding standing, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        if (!standing.IsSwept || now - account.WatchedAt < times.WatchEvery)
        {
            return;
        }

        try
        {
            await accounts.StoreWatchAsync(account with { WatchedAt = now }, cancellation);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            // The next rounds try again; where they fail too, the account is restricted by that alone.
            log.WatchNotStored(account.Id, e.GetType().Name);
        }
    }

    private static bool IsOurs(TradingCause cause) =>
        JudgeAccount.Codes.Contains(cause.Code, StringComparer.Ordinal);

    private static bool IsSame(TradingCause one, TradingCause other) =>
        one.Code == other.Code && one.State == other.State;
}
