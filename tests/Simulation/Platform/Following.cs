using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Streams;
using TradingPlatform.Simulation.Kernel;

namespace TradingPlatform.Simulation.Platform;

/// <summary>
/// Follows an account's stream as the stream worker does: the product's <see cref="FollowAccount"/>, begun anew where
/// the account has another key or where a fault ended it.
/// </summary>
internal sealed class Following(
    World world, Computer computer, ComputerClock clock, AccountRepository accounts, FollowAccount follow,
    AccountStreams streams)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(20);

    public void Begin(ExchangeAccount account) => computer.Start(async () =>
    {
        Errand.IsFor(account.Tenant);
        while (true)
        {
            await Edge.TryAsync(world, computer, () => RunAsync(account));
            await Task.Delay(LookEvery, clock);
        }
    });

    private async Task RunAsync(ExchangeAccount account)
    {
        account = await ReadAsync(account);
        var stream = new AccountStream(account, clock.GetUtcNow());
        streams.Add(stream);
        using var ending = new CancellationTokenSource();
        var following = follow.RunAsync(stream, ending.Token);
        try
        {
            do
            {
                await Task.WhenAny(following, Task.Delay(LookEvery, clock));
            }
            while (!following.IsCompleted
                && (!world.Faults.Has(FaultKind.KeyRotates) || (await ReadAsync(account)).RotatedAt == account.RotatedAt));
        }
        finally
        {
            streams.Remove(stream);
            // At once, and in this step: another thread would call those who wait for it.
            ending.Cancel();
            await following;
        }
    }

    private async Task<ExchangeAccount> ReadAsync(ExchangeAccount account) =>
        (await accounts.FindAsync(account.Tenant, account.Id, CancellationToken.None))!;
}
