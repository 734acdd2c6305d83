using TradingPlatform.Core.Storage;
using TradingPlatform.Embedded.Storage;

namespace TradingPlatform.Contract.Storage;

/// <summary>The port's suite on SQLite.</summary>
public sealed class SqliteItemStoreTests : ItemStoreContract, IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private SqliteItemStore? _store;

    protected override IItemStore Store => _store!;

    public Task InitializeAsync()
    {
        _store = SqliteItemStore.Open(_folder.File("items.db"), Clock);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _store!.DisposeAsync();
        _folder.Dispose();
    }
}
