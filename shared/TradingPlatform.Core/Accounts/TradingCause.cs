using System.Collections.Immutable;
using TradingPlatform.Core.Markets;

namespace TradingPlatform.Core.Accounts;

/// <summary>One thing that restricts trading. While it stands, trading is no freer than its state.</summary>
/// <param name="Code">What it is, in capitals: <c>BALANCE_MISMATCH</c>. With the pair it names the cause once.</param>
/// <param name="Symbol">The pair that it restricts; null for the whole account.</param>
/// <param name="State">What may still be traded.</param>
/// <param name="Reason">For a person.</param>
/// <param name="Since">Since when.</param>
public sealed record TradingCause(
    string Code, Symbol? Symbol, TradingState State, string Reason, DateTimeOffset Since)
{
    /// <summary>
    /// The worst of the causes that reach a pair, or the whole account where none is given; of equals the oldest. Null
    /// where none does.
    /// </summary>
    public static Trading? Worst(ImmutableArray<TradingCause> causes, Symbol? symbol)
    {
        TradingCause? worst = null;
        // An account that was stored before there were causes has none.
        foreach (var cause in causes.IsDefault ? [] : causes)
        {
            if ((cause.Symbol is null || cause.Symbol == symbol) && (worst is null || cause.Outranks(worst)))
            {
                worst = cause;
            }
        }

        return worst is null ? null : new Trading(worst.State, worst.Reason, worst.Since);
    }

    private bool Outranks(TradingCause other) =>
        State > other.State || (State == other.State && Since < other.Since);
}
