using System.Text.Json;

namespace TradingPlatform.Embedded.SimulatedExchange.Streams;

/// <summary>
/// The troubles of streams, by name: <c>count</c> (none: how many are open), <c>cut</c>, <c>shutdown</c>,
/// <c>terminate</c> (of an <c>apiKey</c>), <c>withhold</c>, <c>repeat</c> and <c>reverse</c> (a <c>count</c> of events),
/// <c>refuse</c> (a <c>count</c> of handshakes, with <c>status</c> and <c>retryAfter</c>).
/// </summary>
internal sealed class StreamFaults(TradingFloor floor, OpenStreams open, UserStreams users)
{
    /// <summary>How many connections or events it affects; null for what is no trouble.</summary>
    public int? Act(JsonElement body) => body.GetProperty("action").GetString() switch
    {
        "count" => open.Count,
        "cut" => open.Cut(),
        "shutdown" => open.Announce(Shutdown),
        "terminate" => Terminate(body),
        "withhold" => open.Withhold(Number(body, "count", 1)),
        "repeat" => open.Repeat(Number(body, "count", 1)),
        "reverse" => open.Reverse(Number(body, "count", 2)),
        "refuse" => open.Refuse(Number(body, "count", 1), Number(body, "status", 503), Number(body, "retryAfter", 1)),
        _ => null,
    };

    private int? Terminate(JsonElement body) =>
        floor.Keys.TryFind(body.GetProperty("apiKey").GetString()!, out var key)
            ? users.Terminate(key.Account)
            : null;

    private byte[] Shutdown(StreamConnection connection) => StreamJson.Write(writer =>
    {
        if (connection.IsApi)
        {
            writer.WriteStartObject("event"u8);
        }

        writer.WriteString("e"u8, "serverShutdown"u8);
        writer.WriteNumber("E"u8, floor.Clock.Now);
        if (connection.IsApi)
        {
            writer.WriteEndObject();
        }
    });

    private static int Number(JsonElement body, string name, int otherwise) =>
        body.TryGetProperty(name, out var value) ? value.GetInt32() : otherwise;
}
