using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Audit;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Simulation.Kernel;

namespace TradingPlatform.Simulation.Platform;

/// <summary>Ids that name something new in a run: a computer's number and a count.</summary>
internal sealed class ComputerIds(Computer computer) : IIdSource
{
    private int _count;

    public string NewId() => string.Create(
        System.Globalization.CultureInfo.InvariantCulture, $"p{computer.Number}-{++_count}");
}

/// <summary>What the platform's own calls are known by.</summary>
internal sealed class PlatformCall : ICurrentCall
{
    public string Function => "Orders";

    public string CorrelationId => "simulated";
}

/// <summary>There are no paper accounts here.</summary>
internal sealed class NoPaper : IPaperExchange
{
    public Task<ExchangeCredentials> OpenAccountAsync(CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task<ExchangeCredentials> AddKeyAsync(ExchangeCredentials current, CancellationToken cancellation) =>
        throw new NotSupportedException();
}
