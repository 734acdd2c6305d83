using TradingPlatform.Core.Storage;
using TradingPlatform.Fakes;

namespace TradingPlatform.Contract.Storage;

/// <summary>The port's suite on the table that the simulation and the unit tests run over.</summary>
public sealed class TableInMemoryTests : ItemStoreContract
{
    private readonly ImmediateItemStore _store;

    public TableInMemoryTests() => _store = new ImmediateItemStore(new ItemTable(Clock));

    protected override IItemStore Store => _store;
}
