using System.Collections.Immutable;
using System.Text.Json;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Exchanges.Http;

namespace TradingPlatform.Exchanges.Binance;

/// <summary>What an event of an account tells.</summary>
internal enum UserEventKind
{
    /// <summary>Nothing that we read: balances by their change alone, lists whose legs tell of themselves.</summary>
    Other = 1,

    /// <summary>An order changed.</summary>
    Execution,

    /// <summary>Balances changed.</summary>
    Balances,

    /// <summary>The subscription is over.</summary>
    Terminated,

    /// <summary>The connection will be cut soon.</summary>
    ServerShutdown,
}

/// <summary>An event of an account (user-data-stream.md of binance-spot-api-docs).</summary>
internal struct UserMessage
{
    public UserEventKind Kind;
    public ExecutionFields Execution;
    public ImmutableArray<Balance> Balances;

    /// <summary>Reads a bare event, or one within <c>{"stream","data"}</c>.</summary>
    public static UserMessage Read(ReadOnlySpan<byte> body, Action<string> unnamed)
    {
        var reader = WireJson.Open(body, JsonTokenType.StartObject);
        if (FindMember(reader, "data"u8, out var data))
        {
            return Read(ref data, unnamed);
        }

        return Read(ref reader, unnamed);
    }

    /// <summary>Reads the event that the reader stands at the start of.</summary>
    public static UserMessage Read(ref Utf8JsonReader reader, Action<string> unnamed)
    {
        WireJson.Expect(ref reader, JsonTokenType.StartObject);
        var message = new UserMessage { Kind = KindOf(reader), Balances = [] };
        switch (message.Kind)
        {
            case UserEventKind.Execution:
                message.Execution = ExecutionFields.Read(ref reader);
                break;
            case UserEventKind.Balances:
                message.Balances = ReadBalances(ref reader, unnamed);
                break;
            default:
                reader.Skip();
                break;
        }

        return message;
    }

    /// <summary>
    /// The kind decides what the other members mean, and nothing says that it stands first: looked up ahead.
    /// </summary>
    private static UserEventKind KindOf(Utf8JsonReader ahead)
    {
        if (!FindMember(ahead, "e"u8, out var kind) || kind.TokenType != JsonTokenType.String)
        {
            return UserEventKind.Other;
        }

        return kind.ValueTextEquals("executionReport"u8) ? UserEventKind.Execution
            : kind.ValueTextEquals("outboundAccountPosition"u8) ? UserEventKind.Balances
            : kind.ValueTextEquals("eventStreamTerminated"u8) ? UserEventKind.Terminated
            : kind.ValueTextEquals("serverShutdown"u8) ? UserEventKind.ServerShutdown
            : UserEventKind.Other;
    }

    /// <summary>Goes to a member's value, in the object that the reader stands at the start of.</summary>
    private static bool FindMember(Utf8JsonReader ahead, ReadOnlySpan<byte> name, out Utf8JsonReader value)
    {
        while (WireJson.NextMember(ref ahead))
        {
            var isIt = ahead.ValueTextEquals(name);
            ahead.Read();
            if (isIt)
            {
                value = ahead;
                return true;
            }

            ahead.Skip();
        }

        value = default;
        return false;
    }

    private static ImmutableArray<Balance> ReadBalances(ref Utf8JsonReader reader, Action<string> unnamed)
    {
        var balances = ImmutableArray<Balance>.Empty;
        while (WireJson.NextMember(ref reader))
        {
            var isList = reader.ValueTextEquals("B"u8);
            reader.Read();
            if (isList)
            {
                balances = AccountAnswers.ReadBalances(ref reader, unnamed);
            }
            else
            {
                reader.Skip();
            }
        }

        return balances;
    }
}
