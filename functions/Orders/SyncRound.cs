using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Risk;
using TradingPlatform.Core.Streams;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Orders;

/// <summary>
/// One round over every account: orders in doubt are settled, open ones brought up to date, and a kill switch whose
/// cancels are not done goes on cancelling. Where this process follows an account's stream, and it is whole, its
/// resting orders need no look.
/// </summary>
public sealed class SyncRound(
    AccountRepository accounts, SyncAccount sync, SweepAccount sweep, AccountStreams streams, StreamTimes times,
    SetKillSwitch killSwitch, IIdSource ids, TimeProvider clock, ILogger<SyncRound> log)
{
    /// <summary>Runs one round. One account's failure does not keep the others from theirs.</summary>
    /// <param name="sendersSince">See <see cref="SyncAccount.HandleAsync"/>.</param>
    /// <param name="cancellation">Ends the round.</param>
    public async Task RunAsync(DateTimeOffset? sendersSince, CancellationToken cancellation)
    {
        var tenants = new HashSet<TenantId>();
        await foreach (var account in accounts.GetAllTenantsAsync(cancellation))
        {
            var caller = Caller.Platform(account.Tenant, "order-sync", ids.NewId());
            try
            {
                if (tenants.Add(account.Tenant))
                {
                    await killSwitch.ContinueAsync(caller, cancellation);
                }

                await SyncAsync(account, caller, sendersSince, cancellation);
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

    private Task SyncAsync(
        ExchangeAccount account, Caller caller, DateTimeOffset? sendersSince, CancellationToken cancellation) =>
        streams.Find(account.Tenant, account.Id) is { } stream
            && stream.IsTrusted(clock.GetUtcNow(), times.TrustedFor)
                ? sweep.LookAtDoubtsAsync(stream, caller, sendersSince, cancellation)
                : sync.HandleAsync(account, caller, sendersSince, cancellation);
}

/// <summary>Every line that this function logs by itself.</summary>
internal static partial class Log
{
    [LoggerMessage(2001, LogLevel.Warning, "Account {Account} could not be synced: {Cause}")]
    public static partial void AccountFailed(this ILogger log, AccountId account, string cause);
}
