using Amazon.Lambda.RuntimeSupport;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace TradingPlatform.Hosting.Lambda;

/// <summary>
/// The host's server where events and no requests come: it stands where the web server would, so that the host starts
/// and stops the same way whatever calls it.
/// </summary>
internal sealed class LambdaEventServer(LambdaEvents events, string? runtimeApi) : IServer
{
    public IFeatureCollection Features { get; } = new FeatureCollection();

    /// <summary>Serves until it is cancelled, as the server of requests does: the host stays in its start.</summary>
    public async Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull
    {
        using var bootstrap = LambdaBootstrapBuilder
            .Create(events.HandleAsync)
            .ConfigureOptions(options => options.RuntimeApiEndpoint = runtimeApi)
            .Build();
        await bootstrap.RunAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        // The loop ends with StartAsync.
    }
}
