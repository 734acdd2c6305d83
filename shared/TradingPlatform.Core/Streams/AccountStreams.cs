using System.Collections.Concurrent;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Streams;

/// <summary>The streams that this process follows.</summary>
public sealed class AccountStreams
{
    private readonly ConcurrentDictionary<(TenantId, AccountId), AccountStream> _streams = new();

    /// <summary>All of them.</summary>
    public IEnumerable<AccountStream> All => _streams.Select(entry => entry.Value);

    /// <summary>The account's. Null where this process does not follow it.</summary>
    public AccountStream? Find(TenantId tenant, AccountId account) => _streams.GetValueOrDefault((tenant, account));

    /// <summary>This process follows it from now on.</summary>
    internal void Add(AccountStream stream) => _streams[(stream.Account.Tenant, stream.Account.Id)] = stream;

    /// <summary>This process follows it no more.</summary>
    internal void Remove(AccountStream stream) => _streams.TryRemove(
        new KeyValuePair<(TenantId, AccountId), AccountStream>((stream.Account.Tenant, stream.Account.Id), stream));
}
