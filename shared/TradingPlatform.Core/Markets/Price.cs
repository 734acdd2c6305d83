namespace TradingPlatform.Core.Markets;

/// <summary>Units of the quote asset for one unit of the base asset; above zero.</summary>
/// <remarks><c>default(Price)</c> is no price: reading its value throws.</remarks>
public readonly record struct Price : IComparable<Price>
{
    private readonly decimal _value;

    /// <summary>A price.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not above zero.</exception>
    public Price(decimal value)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
        _value = value;
    }

    /// <summary>The exact amount, with the digits it was written with.</summary>
    public decimal Value => _value > 0 ? _value : throw new InvalidOperationException("This Price is none.");

    /// <summary>What the quantity costs at this price, exactly.</summary>
    public static decimal operator *(Price price, Quantity quantity) => price.Value * quantity.Value;

    /// <summary>True where the left one is lower.</summary>
    public static bool operator <(Price left, Price right) => left._value < right._value;

    /// <summary>True where the left one is higher.</summary>
    public static bool operator >(Price left, Price right) => left._value > right._value;

    /// <summary>True where the left one is not higher.</summary>
    public static bool operator <=(Price left, Price right) => left._value <= right._value;

    /// <summary>True where the left one is not lower.</summary>
    public static bool operator >=(Price left, Price right) => left._value >= right._value;

    /// <inheritdoc/>
    public int CompareTo(Price other) => _value.CompareTo(other._value);

    /// <inheritdoc/>
    public override string ToString() => _value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
