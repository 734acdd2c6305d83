using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TradingPlatform.Embedded.SimulatedExchange.Engine;
using TradingPlatform.Embedded.SimulatedExchange.Rest;
using TradingPlatform.Embedded.SimulatedExchange.Streams;

namespace TradingPlatform.Embedded.SimulatedExchange;

/// <summary>
/// An exchange of its own: a matching engine behind Binance's REST and WebSocket surface, on loopback, durable. It
/// knows nothing of the platform, which trades on it over the same sockets and adapter as on the real one.
/// </summary>
public sealed class SimulatedExchange : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly TradingFloor _floor;
    private readonly MarketStreams _markets;
    private readonly UserStreams _users;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Dictionary<Market, PriceWalk> _walks;
    private readonly ILogger _logger;
    private ITimer? _prices;

    private SimulatedExchange(SimulatedExchangeOptions options, TimeProvider clock, ILoggerFactory? loggers)
    {
        _logger = (loggers ?? NullLoggerFactory.Instance).CreateLogger<SimulatedExchange>();
        _floor = new TradingFloor(options, new ExchangeClock(clock), Publish);
        _markets = new MarketStreams(_floor);
        _users = new UserStreams(_floor);
        _walks = _floor.Engine.Markets.ToDictionary(
            market => market, market => new PriceWalk(market.Symbol, market.Symbol.Path ?? options.Path));
        _application = Build(options);
    }

    /// <summary>Where it listens, also when the port was left to the system.</summary>
    public Uri Url { get; private set; } = new("http://127.0.0.1");

    /// <summary>Opens the store, takes up what it holds, and listens.</summary>
    /// <exception cref="ArgumentException">The options contradict themselves.</exception>
    public static async Task<SimulatedExchange> StartAsync(
        SimulatedExchangeOptions options,
        TimeProvider clock,
        ILoggerFactory? loggers,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(clock);
        OptionsCheck.Check(options);
        var exchange = new SimulatedExchange(options, clock, loggers);
        try
        {
            await exchange._application.StartAsync(cancellation);
        }
        catch
        {
            await exchange.DisposeAsync();
            throw;
        }

        var addresses = exchange._application.Services.GetRequiredService<IServer>().Features
            .Get<IServerAddressesFeature>()
            ?? throw new InvalidOperationException("The server does not say where it listens.");
        exchange.Url = new Uri(addresses.Addresses.First());
        exchange._prices = clock.CreateTimer(
            _ => exchange.MovePrices(), null, options.PriceInterval, options.PriceInterval);
        exchange._logger.Listening(exchange.Url, exchange._floor.Keys.Count);
        return exchange;
    }

    /// <summary>Stops listening, stores what is pending and closes the store.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_prices is not null)
        {
            await _prices.DisposeAsync();
        }

        await _stopping.CancelAsync();
        // Requests under way are answered, which needs the journal, before the journal is closed.
        await _application.StopAsync(CancellationToken.None);
        await _application.DisposeAsync();
        _markets.Dispose();
        _floor.Dispose();
        _stopping.Dispose();
    }

    private WebApplication Build(SimulatedExchangeOptions options)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(options.WithinNetwork ? IPAddress.Any : IPAddress.Loopback, options.Port);
        });
        builder.Services.AddSingleton<IHostLifetime, EmbeddedLifetime>();
        var application = builder.Build();
        var limiter = new RateLimiter(_floor.Options.Limits);
        var faults = new FaultPlan();
        var rest = new RestSurface(_floor, limiter, faults);
        var open = new OpenStreams();
        var sim = new SimSurface(_floor, faults, new StreamFaults(_floor, open, _users));
        var streams = new StreamSurface(
            _markets, _users, new SocketApi(_floor, _users, limiter), open, _stopping.Token);
        application.UseWebSockets();
        application.Run(context => HandleAsync(context, rest, sim, streams));
        return application;
    }

    private async Task HandleAsync(HttpContext context, RestSurface rest, SimSurface sim, StreamSurface streams)
    {
        try
        {
            var path = context.Request.Path;
            await (path.StartsWithSegments("/sim", StringComparison.Ordinal) ? sim.HandleAsync(context)
                : StreamSurface.Serves(path) ? streams.HandleAsync(context)
                : rest.HandleAsync(context));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller went away: there is nobody to answer.
        }
        catch (Exception failure) when (!context.Response.HasStarted)
        {
            // Whatever went wrong here, its caller cannot know what became of the request: Binance's word for it.
            _logger.Failed(context.Request.Method, context.Request.Path, failure);
            context.Response.StatusCode = failure is BadHttpRequestException bad ? bad.StatusCode : 500;
            context.Response.ContentType = "application/json;charset=UTF-8";
            await context.Response.WriteAsync(
                """{"code":-1000,"msg":"An unknown error occurred while processing the request."}""",
                context.RequestAborted);
        }
    }

    private void MovePrices()
    {
        try
        {
            lock (_floor.Gate)
            {
                var now = _floor.Clock.Now;
                foreach (var (market, walk) in _walks)
                {
                    if (walk.Next(market.ReferencePrice) is { } price)
                    {
                        _floor.Engine.MovePrice(market, price, now);
                    }
                    else
                    {
                        _floor.Engine.Refill(market, now);
                    }
                }

                // Nobody waits for it, so a failure to store shows with the next request.
                _ = _floor.WhenStored();
            }
        }
        catch (Exception failure)
        {
            // A timer has no caller; the next tick tries again.
            _logger.PricesFailed(failure);
        }
    }

    private void Publish(ChangeSet stored)
    {
        try
        {
            foreach (var happening in stored.Happenings)
            {
                _markets.Publish(happening);
                _users.Publish(happening);
            }
        }
        catch (Exception failure)
        {
            // A listener must never stop the journal, on whose thread this runs.
            _logger.StreamsFailed(failure);
        }
    }
}
