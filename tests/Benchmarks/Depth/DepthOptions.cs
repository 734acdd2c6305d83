using System.Globalization;

namespace TradingPlatform.Benchmarks.Depth;

/// <summary>What <c>depth</c> is told.</summary>
/// <param name="Rest">The exchange's origin.</param>
/// <param name="Ws">Where its market streams are; with or without <c>/ws</c> at its end.</param>
/// <param name="Symbol">As the exchange spells it.</param>
/// <param name="Until">Ends with this update.</param>
internal sealed record DepthOptions(Uri Rest, Uri Ws, string Symbol, long Until)
{
    /// <summary>Reads the command line.</summary>
    public static DepthOptions? Read(string[] args)
    {
        string? Of(string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length
            ? args[at + 1]
            : null;
        return Uri.TryCreate(Of("--rest"), UriKind.Absolute, out var rest)
            && Uri.TryCreate(Of("--ws"), UriKind.Absolute, out var ws)
            && Of("--symbol") is { Length: > 0 } symbol
            && long.TryParse(Of("--until"), NumberStyles.None, CultureInfo.InvariantCulture, out var until)
            ? new DepthOptions(rest, ws, symbol, until)
            : null;
    }

    /// <summary>The symbol's own stream.</summary>
    public Uri Stream
    {
        get
        {
            var path = Ws.AbsolutePath.TrimEnd('/');
            var stream = Symbol.ToLowerInvariant() + "@depth";
            return path.EndsWith("/stream", StringComparison.Ordinal)
                ? new UriBuilder(Ws) { Query = "streams=" + stream }.Uri
                : new UriBuilder(Ws)
                {
                    Path = (path.EndsWith("/ws", StringComparison.Ordinal) ? path : path + "/ws") + "/" + stream,
                }.Uri;
        }
    }
}
