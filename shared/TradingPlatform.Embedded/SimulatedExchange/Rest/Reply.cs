using System.Text.Json;
using TradingPlatform.Embedded.SimulatedExchange.Engine;

namespace TradingPlatform.Embedded.SimulatedExchange.Rest;

/// <summary>What an endpoint answers, and what it costs the caller.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Weight">Request weight; successful orders and cancels cost nothing.</param>
/// <param name="Write">Writes the body's JSON.</param>
internal sealed record Reply(int Status, int Weight, Action<Utf8JsonWriter> Write)
{
    /// <summary>Seconds for a <c>Retry-After</c> header, or null.</summary>
    public long? RetryAfter { get; init; }

    public static Reply Of(int weight, Action<Utf8JsonWriter> write) => new(200, weight, write);

    public static Reply Refuse(Refusal refusal, int weight = 1) =>
        new(refusal.Status, weight, writer => WriteRefusal(writer, refusal));

    public static void WriteRefusal(Utf8JsonWriter writer, Refusal refusal)
    {
        writer.WriteStartObject();
        writer.WriteNumber("code"u8, refusal.Code);
        writer.WriteString("msg"u8, refusal.Message);
        writer.WriteEndObject();
    }
}
