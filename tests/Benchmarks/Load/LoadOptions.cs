using System.Globalization;

namespace TradingPlatform.Benchmarks.Load;

/// <summary>What the load program was asked for.</summary>
/// <param name="Callers">How many callers place orders at once, each its next one when the last is answered.</param>
/// <param name="Duration">How long it is measured.</param>
/// <param name="WarmUp">How long they place orders before that.</param>
/// <param name="Url">A platform that runs already; null has one started, and an exchange beside it.</param>
internal sealed record LoadOptions(int Callers, TimeSpan Duration, TimeSpan WarmUp, Uri? Url)
{
    public static LoadOptions Read(string[] args)
    {
        var options = new LoadOptions(16, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(12), null);
        for (var i = 0; i + 1 < args.Length; i += 2)
        {
            options = args[i] switch
            {
                "--callers" => options with { Callers = int.Parse(args[i + 1], CultureInfo.InvariantCulture) },
                "--seconds" => options with { Duration = Seconds(args[i + 1]) },
                "--warm-up" => options with { WarmUp = Seconds(args[i + 1]) },
                "--url" => options with { Url = new Uri(args[i + 1]) },
                var unknown => throw new ArgumentException($"There is no option {unknown}.", nameof(args)),
            };
        }

        return args.Length % 2 == 0 ? options : throw new ArgumentException($"{args[^1]} needs a value.", nameof(args));
    }

    private static TimeSpan Seconds(string text) =>
        TimeSpan.FromSeconds(double.Parse(text, CultureInfo.InvariantCulture));
}
