namespace TradingPlatform.Hosting.Problems;

/// <summary>What is wrong with one field.</summary>
/// <param name="Field">Its path as the caller spells it: <c>quantity</c>, <c>orders[3].price</c>, <c>Idempotency-Key</c>.</param>
/// <param name="Message">A sentence's end: <c>must be positive</c>.</param>
public readonly record struct FieldError(string Field, string Message);

/// <summary>One risk rule that refuses an order.</summary>
/// <param name="Rule">The limit's field name in <c>/v1/risk/limits</c>.</param>
/// <param name="Limit">What is allowed, as API.md writes such a value; null where the limit is no number.</param>
/// <param name="Actual">What the order would make of it.</param>
public readonly record struct ProblemViolation(string Rule, string? Limit, string? Actual);

/// <summary>Gathers what is wrong with a request, so that the caller hears of all of it at once.</summary>
public sealed class FieldErrors
{
    private List<FieldError>? _errors;

    /// <summary>True where nothing is wrong so far.</summary>
    public bool IsEmpty => _errors is null;

    /// <summary>The answer to give, or null where nothing is wrong.</summary>
    public Problem? Problem => _errors is null ? null : Problems.Problem.Invalid(_errors);

    /// <summary>Notes one error.</summary>
    public void Add(string field, string message) => (_errors ??= []).Add(new FieldError(field, message));

    /// <summary>Notes one error unless the condition holds.</summary>
    public void Require(bool condition, string field, string message)
    {
        if (!condition)
        {
            Add(field, message);
        }
    }
}
