using System.Diagnostics.Metrics;

namespace TradingPlatform.Hosting.Metrics;

/// <summary>What one series measured since the last write: every value of a distribution, or one number.</summary>
internal sealed class MetricSeries(Instrument instrument)
{
    /// <summary>The most values of one distribution between two writes.</summary>
    internal const int MaxValues = 2000;

    private readonly Kind _kind = KindOf(instrument);

    internal List<double> Values { get; } = [];

    /// <summary>False where there is no more room: the value is lost.</summary>
    internal bool TryAdd(double value)
    {
        if (!double.IsFinite(value))
        {
            return false;
        }

        if (_kind == Kind.Distribution || Values.Count == 0)
        {
            if (Values.Count >= MaxValues)
            {
                return false;
            }

            Values.Add(value);
            return true;
        }

        Values[0] = _kind == Kind.Sum ? Values[0] + value : value;
        return true;
    }

    private static Kind KindOf(Instrument instrument)
    {
        var type = instrument.GetType();
        var shape = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        return shape == typeof(Counter<>) || shape == typeof(UpDownCounter<>) ? Kind.Sum
            : shape == typeof(Histogram<>) ? Kind.Distribution
            : Kind.Latest;
    }

    private enum Kind
    {
        Sum = 1,
        Distribution = 2,
        Latest = 3,
    }
}
