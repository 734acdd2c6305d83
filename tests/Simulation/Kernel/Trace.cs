using System.Runtime.CompilerServices;

namespace TradingPlatform.Simulation.Kernel;

/// <summary>
/// What happened, as a hash always and as lines where they are asked for. Two runs of a seed have one hash.
/// </summary>
internal sealed class Trace(bool keepsLines)
{
    private readonly List<string> _lines = [];
    private World? _world;

    public ulong Hash { get; private set; } = 14695981039346656037;

    public bool KeepsLines => keepsLines;

    public IReadOnlyList<string> Lines => _lines;

    public void Begin(World world) => _world = world;

    public void Mix(ulong value) => Hash = unchecked(((Hash ^ value) * 1099511628211) ^ (Hash >> 29));

    public void Mix(string text)
    {
        foreach (var c in text)
        {
            Mix(c);
        }
    }

    /// <summary>Adds a line. Its text is only put together where lines are kept.</summary>
    public void Line([InterpolatedStringHandlerArgument("")] Text text)
    {
        if (keepsLines)
        {
            _lines.Add(string.Create(
                System.Globalization.CultureInfo.InvariantCulture, $"{_world!.Now:mm\\:ss\\.fff} {text.ToString()}"));
        }
    }

    /// <summary>Text that is not made where nobody reads it.</summary>
    [InterpolatedStringHandler]
    public ref struct Text
    {
        private DefaultInterpolatedStringHandler _inner;
        private readonly bool _wanted;

        public Text(int literalLength, int formattedCount, Trace trace, out bool wanted)
        {
            _wanted = wanted = trace.KeepsLines;
            _inner = wanted
                ? new DefaultInterpolatedStringHandler(
                    literalLength, formattedCount, System.Globalization.CultureInfo.InvariantCulture)
                : default;
        }

        public void AppendLiteral(string text) => _inner.AppendLiteral(text);

        public void AppendFormatted<T>(T value) => _inner.AppendFormatted(value);

        public void AppendFormatted<T>(T value, string? format) => _inner.AppendFormatted(value, format);

        public override string ToString() => _wanted ? _inner.ToStringAndClear() : string.Empty;
    }
}
