using System.Text.Json;
using TradingPlatform.Core.Exchanges;

namespace TradingPlatform.Exchanges.Http;

/// <summary>Turns a body into what it says.</summary>
internal delegate T BodyParser<out T>(ReadOnlySpan<byte> body);

/// <summary>Reads bodies that may be anything: HTML, half of one, another shape.</summary>
internal static class WireBody
{
    /// <summary>What a successful answer says.</summary>
    /// <exception cref="ExchangeException">It cannot be read.</exception>
    public static T Parse<T>(WireAnswer answer, BodyParser<T> parse) => TryParse(answer, parse, out var parsed)
        ? parsed
        : throw new ExchangeException(new ExchangeError(
            ExchangeErrorKind.Unavailable, "UNREADABLE", "The answer could not be read.", answer.RetryAfter));

    /// <summary>False where the body is not what the parser expects.</summary>
    public static bool TryParse<T>(WireAnswer answer, BodyParser<T> parse, out T parsed)
    {
        try
        {
            parsed = parse(answer.Body);
            return true;
        }
        catch (Exception unreadable) when (unreadable is JsonException or FormatException or OverflowException
            or InvalidOperationException or ArgumentException)
        {
            parsed = default!;
            return false;
        }
    }
}
