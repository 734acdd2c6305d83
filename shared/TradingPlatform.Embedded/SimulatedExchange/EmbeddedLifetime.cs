using Microsoft.Extensions.Hosting;

namespace TradingPlatform.Embedded.SimulatedExchange;

/// <summary>Leaves the process's signals to whoever owns the process: the exchange ends when it is disposed, not
/// before the last request of the platform that trades on it.</summary>
internal sealed class EmbeddedLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
