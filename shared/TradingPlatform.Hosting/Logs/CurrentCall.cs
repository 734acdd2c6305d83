using TradingPlatform.Core.Audit;
using TradingPlatform.Hosting.Pipeline;

namespace TradingPlatform.Hosting.Logs;

/// <summary>The call that the code at hand runs for, also deep below where it came in.</summary>
internal sealed class CurrentCall(HostingSettings settings, NewCorrelationId makeId) : ICurrentCall
{
    private readonly AsyncLocal<CallScope?> _scope = new();

    /// <inheritdoc/>
    public string Function => _scope.Value?.Function ?? settings.Service;

    /// <inheritdoc/>
    public string CorrelationId => _scope.Value?.CorrelationId ?? makeId();

    /// <summary>From here down, in this flow, the call is this one.</summary>
    public void Enter(CallScope scope) => _scope.Value = scope;
}
