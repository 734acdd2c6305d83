using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Audit;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Credentials;

/// <summary>
/// What is done for every account by the clock: nothing half done stays so, no dead key goes unnoticed.
/// </summary>
public sealed class KeyRounds(
    AccountRepository accounts, TakeUpKeyChanges takeUp, SweepOrphanedKeys orphans, ValidateKey validate,
    RemindOfKeys remind, ExchangeConnections connections, ICurrentCall call, TimeProvider clock,
    ILogger<KeyRounds> log)
{
    /// <summary>
    /// Longer than any call that changes keys may take. Lambda ends a call of the API after half a minute.
    /// </summary>
    public static readonly TimeSpan StillAtWork = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan LeftOverAfter = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan ValidFor = TimeSpan.FromDays(1);

    /// <summary>Takes up what was left half done, before anything is served: whoever was at it is gone.</summary>
    public async Task StartAsync(CancellationToken cancellation)
    {
        await ForEachAsync(
            "credentials-sweep", (account, caller) => takeUp.HandleAsync(account, caller, TimeSpan.Zero, cancellation),
            cancellation);
        await orphans.HandleAsync(TimeSpan.Zero, cancellation);
    }

    /// <summary>Takes up what was left half done, while others are at work.</summary>
    public async Task SweepAsync(CancellationToken cancellation)
    {
        connections.DropExpired();
        await ForEachAsync(
            "credentials-sweep", (account, caller) => takeUp.HandleAsync(account, caller, StillAtWork, cancellation),
            cancellation);
        await orphans.HandleAsync(LeftOverAfter, cancellation);
    }

    /// <summary>
    /// Asks the exchanges about every key that none has accepted for a day, and reminds of those that end or are old.
    /// A round that is cut short goes on with the next one, which finds the others done.
    /// </summary>
    public Task RevalidateAsync(CancellationToken cancellation) => ForEachAsync(
        "credentials-validation",
        async (account, caller) =>
        {
            if (account.Status is not AccountStatus.Inactive && clock.GetUtcNow() - account.ValidatedAt >= ValidFor)
            {
                await validate.HandleAsync(caller, account.Id, cancellation);
            }

            await remind.HandleAsync(account, caller, cancellation);
        },
        cancellation);

    private async Task ForEachAsync(
        string part, Func<ExchangeAccount, Caller, Task> act, CancellationToken cancellation)
    {
        await foreach (var account in accounts.GetAllTenantsAsync(cancellation))
        {
            try
            {
                await act(account, Caller.Platform(account.Tenant, part, call.CorrelationId));
            }
            catch (ExchangeException e)
            {
                log.AccountFailed(account.Id, e.Message);
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested)
            {
                // This is the edge of one account's turn: a fault of ours there must not end the others' turns.
                log.AccountFailed(account.Id, e.GetType().Name);
            }
        }
    }
}

/// <summary>Every line that this function logs by itself.</summary>
internal static partial class Log
{
    [LoggerMessage(2201, LogLevel.Warning, "The key of account {Account} could not be looked after: {Cause}")]
    public static partial void AccountFailed(this ILogger log, AccountId account, string cause);
}
