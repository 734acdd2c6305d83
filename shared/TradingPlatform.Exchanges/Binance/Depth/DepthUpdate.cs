using System.Text.Json;
using TradingPlatform.Exchanges.Http;

namespace TradingPlatform.Exchanges.Binance.Depth;

/// <summary>One change of a book's level.</summary>
internal readonly record struct LevelChange(long Price, long Quantity, bool IsBid);

/// <summary>
/// A change of a book, or a whole one: read into arrays that are used again, so that reading costs no memory.
/// </summary>
internal sealed class DepthUpdate
{
    private LevelChange[] _changes = new LevelChange[1024];
    private int _count;

    /// <summary>The first update in it (<c>U</c>); 0 in a whole book.</summary>
    public long First { get; private set; }

    /// <summary>The last update in it (<c>u</c>, or a whole book's <c>lastUpdateId</c>).</summary>
    public long Last { get; private set; }

    /// <summary>When, by the exchange's clock in milliseconds; 0 where it does not say.</summary>
    public long At { get; private set; }

    public ReadOnlySpan<LevelChange> Changes => _changes.AsSpan(0, _count);

    /// <summary>Reads <c>{"e":"depthUpdate","E","s","U","u","b","a"}</c>; false where it is another event.</summary>
    /// <exception cref="JsonException">It is not whole.</exception>
    public bool TryReadEvent(ReadOnlySpan<byte> json)
    {
        Reset();
        var reader = WireJson.Open(json, JsonTokenType.StartObject);
        var isUpdate = false;
        while (WireJson.NextMember(ref reader))
        {
            var name = reader.ValueSpan.Length == 1 ? reader.ValueSpan[0] : (byte)0;
            reader.Read();
            switch ((char)name)
            {
                case 'e': isUpdate = reader.ValueTextEquals("depthUpdate"u8); break;
                case 'E' when reader.TokenType == JsonTokenType.Number: At = reader.GetInt64(); break;
                case 'U' when reader.TokenType == JsonTokenType.Number: First = reader.GetInt64(); break;
                case 'u' when reader.TokenType == JsonTokenType.Number: Last = reader.GetInt64(); break;
                case 'b' when reader.TokenType == JsonTokenType.StartArray: ReadLevels(ref reader, true); break;
                case 'a' when reader.TokenType == JsonTokenType.StartArray: ReadLevels(ref reader, false); break;
                default: reader.Skip(); break;
            }
        }

        // An update of one id is told without a first by an older form of the event.
        First = First == 0 ? Last : First;
        return isUpdate && (First > 0 && Last >= First ? true : throw new JsonException("The update has no ids."));
    }

    /// <summary>Reads <c>{"lastUpdateId","bids","asks"}</c>.</summary>
    public void ReadBook(ReadOnlySpan<byte> json)
    {
        Reset();
        var reader = WireJson.Open(json, JsonTokenType.StartObject);
        while (WireJson.NextMember(ref reader))
        {
            var isLast = reader.ValueTextEquals("lastUpdateId"u8);
            var isBids = reader.ValueTextEquals("bids"u8);
            var isAsks = reader.ValueTextEquals("asks"u8);
            reader.Read();
            if (isLast)
            {
                Last = WireJson.Int64(ref reader) ?? 0;
            }
            else if ((isBids || isAsks) && reader.TokenType == JsonTokenType.StartArray)
            {
                ReadLevels(ref reader, isBids);
            }
            else
            {
                reader.Skip();
            }
        }

        WireJson.Close(ref reader);
        if (Last <= 0)
        {
            throw new JsonException("The book has no id.");
        }
    }

    private void Reset() => (First, Last, At, _count) = (0, 0, 0, 0);

    private void ReadLevels(ref Utf8JsonReader reader, bool isBid)
    {
        while (WireJson.NextElement(ref reader))
        {
            WireJson.Expect(ref reader, JsonTokenType.StartArray);
            var price = ReadNumber(ref reader);
            var quantity = ReadNumber(ref reader);
            if (_count == _changes.Length)
            {
                Array.Resize(ref _changes, _count * 2);
            }

            _changes[_count++] = new LevelChange(price, quantity, isBid);
            // Older answers carry an empty list behind the two.
            while (WireJson.NextElement(ref reader))
            {
                reader.Skip();
            }
        }
    }

    private static long ReadNumber(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType is JsonTokenType.String or JsonTokenType.Number
            ? ScaledNumber.Read(reader.ValueSpan)
            : throw new JsonException("A level is no pair of numbers.");
    }
}
