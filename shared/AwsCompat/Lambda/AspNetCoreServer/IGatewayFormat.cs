using System.Text.Json;

namespace Amazon.Lambda.AspNetCoreServer.Hosting.Internal;

/// <summary>One of API Gateway's payload formats.</summary>
internal interface IGatewayFormat
{
    /// <summary>Reads an event into the exchange; throws <see cref="JsonException"/> where it is none.</summary>
    void ReadRequest(Stream payload, GatewayExchange exchange);

    /// <summary>Writes the exchange's response as API Gateway takes it.</summary>
    void WriteResponse(GatewayExchange exchange, Utf8JsonWriter json);
}
