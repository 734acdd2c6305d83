using System.Collections.Concurrent;
using System.Text.Json;

namespace TradingPlatform.Hosting.Logs;

/// <summary>Spells the names of a log entry's values as JSON does, each once.</summary>
internal static class LogNames
{
    // Names stand in our own templates, so there are few; the bound is for code that makes them up as it runs.
    private const int Max = 1000;

    private static readonly ConcurrentDictionary<string, string> Known = new(StringComparer.Ordinal);

    internal static string Of(string name)
    {
        if (Known.TryGetValue(name, out var known))
        {
            return known;
        }

        var spelt = JsonNamingPolicy.CamelCase.ConvertName(name);
        if (Known.Count < Max)
        {
            Known.TryAdd(name, spelt);
        }

        return spelt;
    }
}
