namespace TradingPlatform.Core.Audit;

/// <summary>
/// What this process is at work on just now: for an audit trail of things that nobody asks for by name, such as the
/// reading of a key on the way to something else.
/// </summary>
public interface ICurrentCall
{
    /// <summary>Which function is at work: <c>Orders</c>; the host's own name where no function is.</summary>
    string Function { get; }

    /// <summary>Joins it to logs and errors; a new one where nothing was called from outside.</summary>
    string CorrelationId { get; }
}
