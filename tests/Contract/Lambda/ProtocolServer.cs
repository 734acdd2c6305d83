using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace TradingPlatform.Contract.Lambda;

/// <summary>A server on a free port of loopback that answers every request by one delegate.</summary>
internal sealed class ProtocolServer : IAsyncDisposable
{
    private readonly WebApplication _host;

    private ProtocolServer(WebApplication host, string url)
    {
        _host = host;
        Url = url;
    }

    public string Url { get; }

    public string Authority => new Uri(Url).Authority;

    public static async Task<ProtocolServer> StartAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var host = builder.Build();
        host.Run(answer);
        await host.StartAsync();
        var features = host.Services.GetRequiredService<IServer>().Features;
        return new ProtocolServer(host, features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single());
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
