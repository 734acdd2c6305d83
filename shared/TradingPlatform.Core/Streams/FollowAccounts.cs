using Microsoft.Extensions.Logging;
using TradingPlatform.Core.Accounts;

namespace TradingPlatform.Core.Streams;

/// <summary>Follows every active account of this worker's shards, each by itself, as accounts come and go.</summary>
public sealed class FollowAccounts(
    AccountRepository accounts, StreamShards shards, FollowAccount follow, AccountStreams streams, TimeProvider clock,
    ILogger<FollowAccounts> log)
{
    private readonly Dictionary<FollowedKey, Following> _followed = [];

    /// <summary>
    /// One round: takes up new accounts, drops those that are gone, switched off or have another key, and takes up
    /// again those whose following has failed.
    /// </summary>
    /// <returns>The accounts that are followed, as they were just read.</returns>
    public async Task<IReadOnlyCollection<ExchangeAccount>> RefreshAsync(CancellationToken cancellation)
    {
        var wanted = new Dictionary<FollowedKey, ExchangeAccount>();
        foreach (var shard in await shards.TakeAsync(cancellation))
        {
            await foreach (var account in accounts.GetShardAsync(shard, cancellation))
            {
                if (account.Status is AccountStatus.Active)
                {
                    wanted[FollowedKey.Of(account)] = account;
                }
            }
        }

        foreach (var (key, following) in _followed.ToList())
        {
            if (!wanted.ContainsKey(key) || following.Task.IsCompleted)
            {
                _followed.Remove(key);
                await EndAsync(following);
            }
        }

        foreach (var (key, account) in wanted.Where(one => !_followed.ContainsKey(one.Key)))
        {
            _followed[key] = Begin(account);
        }

        return wanted.Values;
    }

    /// <summary>Drops all of them, and gives the shards back.</summary>
    public async Task EndAsync()
    {
        await Task.WhenAll(_followed.Values.Select(EndAsync));
        _followed.Clear();
        await shards.ReleaseAsync(CancellationToken.None);
    }

    private Following Begin(ExchangeAccount account)
    {
        var stream = new AccountStream(account, clock.GetUtcNow());
        streams.Add(stream);
        var ending = new CancellationTokenSource();
        return new Following(stream, ending, follow.RunAsync(stream, ending.Token));
    }

    private async Task EndAsync(Following following)
    {
        streams.Remove(following.Stream);
        using (following.Ending)
        {
            await following.Ending.CancelAsync();
            try
            {
                await following.Task;
            }
            catch (Exception e)
            {
                // This is the edge of one account's following; the next round takes it up again.
                log.StreamFailed(following.Stream.Account.Id, e.GetType().Name);
            }
        }
    }

    private sealed record Following(AccountStream Stream, CancellationTokenSource Ending, Task Task);

    // Another key or another address is another stream.
    private sealed record FollowedKey(
        Tenancy.TenantId Tenant, AccountId Account, DateTimeOffset? RotatedAt, Uri? Address)
    {
        public static FollowedKey Of(ExchangeAccount account) =>
            new(account.Tenant, account.Id, account.RotatedAt, account.BaseUrl);
    }
}
