using System.Globalization;

namespace TradingPlatform.Core.Markets;

/// <summary>An amount of a base asset; never below zero. <c>default(Quantity)</c> is zero.</summary>
public readonly record struct Quantity : IComparable<Quantity>
{
    /// <summary>A quantity.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below zero.</exception>
    public Quantity(decimal value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        Value = value;
    }

    /// <summary>None.</summary>
    public static Quantity Zero => default;

    /// <summary>The exact amount, with the digits it was written with.</summary>
    public decimal Value { get; }

    /// <summary>Both together.</summary>
    public static Quantity operator +(Quantity left, Quantity right) => new(left.Value + right.Value);

    /// <summary>What is left; a fall below zero throws, since nothing here can be owed.</summary>
    public static Quantity operator -(Quantity left, Quantity right) => new(left.Value - right.Value);

    /// <summary>True where the left one is less.</summary>
    public static bool operator <(Quantity left, Quantity right) => left.Value < right.Value;

    /// <summary>True where the left one is more.</summary>
    public static bool operator >(Quantity left, Quantity right) => left.Value > right.Value;

    /// <summary>True where the left one is not more.</summary>
    public static bool operator <=(Quantity left, Quantity right) => left.Value <= right.Value;

    /// <summary>True where the left one is not less.</summary>
    public static bool operator >=(Quantity left, Quantity right) => left.Value >= right.Value;

    /// <summary>
    /// The greatest multiple of the step that is not above this. For quantities that we compute ourselves.
    /// </summary>
    public Quantity FloorTo(decimal step)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(step);
        return new Quantity(Value - (Value % step));
    }

    /// <inheritdoc/>
    public int CompareTo(Quantity other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
