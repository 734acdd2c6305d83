using System.Text.Json;
using TradingPlatform.Exchanges.Http;

namespace TradingPlatform.Exchanges.Bitget;

/// <summary>One channel of a stream.</summary>
/// <param name="Name">As the exchange names it.</param>
/// <param name="Instrument">Of which pair; of every one where it is null.</param>
internal readonly record struct BitgetChannel(string Name, string? Instrument);

/// <summary>Writes and reads what goes over Bitget's streams (Websocket API, v2).</summary>
internal static class BitgetFrames
{
    /// <summary>Asks the exchange for a sign of life; it answers <c>pong</c>.</summary>
    public static ReadOnlyMemory<byte> Ping { get; } = "ping"u8.ToArray();

    public static bool IsPong(ReadOnlySpan<byte> message) => message.SequenceEqual("pong"u8);

    /// <summary>Asks to hear of channels, or no longer to.</summary>
    public static byte[] Ask(string operation, string instType, IEnumerable<BitgetChannel> channels) =>
        BitgetBody.Write(json =>
        {
            json.WriteString("op"u8, operation);
            json.WriteStartArray("args"u8);
            foreach (var (name, instrument) in channels)
            {
                json.WriteStartObject();
                json.WriteString("instType"u8, instType);
                json.WriteString("channel"u8, name);
                // An account's balances are told by coin, all else by pair.
                json.WriteString(name == "account" ? "coin"u8 : "instId"u8, instrument ?? "default");
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });

    /// <summary>Reads a message.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static JsonElement Read(ReadOnlySpan<byte> message) => WireFields.Open(message, JsonValueKind.Object);

    /// <summary>Of which channel a message is.</summary>
    public static BitgetChannel Channel(JsonElement message) => message.Member("arg") is { } about
        ? new BitgetChannel(
            about.Text("channel") ?? "",
            about.Text("instId") is { } pair and not "default" ? pair.ToUpperInvariant() : null)
        : default;
}
