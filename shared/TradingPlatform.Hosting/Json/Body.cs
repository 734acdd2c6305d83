using System.Diagnostics.CodeAnalysis;
using TradingPlatform.Hosting.Problems;

namespace TradingPlatform.Hosting.Json;

/// <summary>A request's body as it was read: the value, or the problem to answer with.</summary>
/// <remarks><c>default</c> is neither and must not be used.</remarks>
public readonly struct Body<T>
    where T : class
{
    private readonly T? _value;
    private readonly Problem? _problem;

    internal Body(T value) => _value = value;

    internal Body(Problem problem) => _problem = problem;

    /// <summary>True where the body is good; otherwise the problem says why not.</summary>
    public bool TryGet([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out Problem? problem)
    {
        value = _value;
        problem = _value is null ? _problem ?? throw new InvalidOperationException("This body was never read.") : null;
        return _value is not null;
    }
}
