using Microsoft.Extensions.Logging;
using TradingPlatform.Core.Credentials;
using TradingPlatform.Core.Events;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Storage;
using TradingPlatform.Simulation.Kernel;
using TradingPlatform.Simulation.Platform;
using Stream = TradingPlatform.Simulation.Platform.Stream;

namespace TradingPlatform.Simulation.Mutants;

/// <summary>
/// A known mistake, put between the product and its world: what the product is made to do wrong by it must break an
/// invariant within 2,000 seeds. The product itself holds no switch for any of them.
/// </summary>
internal abstract class Mutant
{
    /// <summary>No mistake.</summary>
    public static Mutant None { get; } = new Nothing();

    /// <summary>Runs before the platform starts.</summary>
    public virtual void Begin(Models models, Stream stream)
    {
    }

    public virtual IItemStore Over(IItemStore store, World world, TimeProvider clock) => store;

    public virtual IExchangeConnector Over(IExchangeConnector connector, World world, TimeProvider clock) => connector;

    public virtual HttpMessageHandler Over(HttpMessageHandler line, World world, ILogger log) => line;

    public virtual ISecretVault Over(ISecretVault vault, World world) => vault;

    public virtual IEventBus Over(IEventBus bus, World world) => bus;

    private sealed class Nothing : Mutant;
}
