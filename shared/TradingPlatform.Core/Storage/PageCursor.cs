using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace TradingPlatform.Core.Storage;

/// <summary>Where a page ended, as the text that a client carries to the next one.</summary>
/// <remarks>
/// The text names no partition: that comes from the query, so whatever a client sends, it stays in the partition that
/// was asked for. A checksum finds text that is damaged or belongs to another query. It is no signature and need not
/// be one: a position forged by hand still lies between the query's ends, and a client may read all of those.
/// </remarks>
/// <param name="Sort">The sort key, in the order that the query follows, of the last item of the page.</param>
/// <param name="Key">The last item's own key: it parts items that share a sort key in an index.</param>
public readonly record struct PageCursor(string Sort, ItemKey Key)
{
    private const string Refusal = "The cursor was not given by a page of this query.";
    private const int TagBytes = 8;

    // Three keys of their longest, their lengths and the tag, in base 64.
    private const int LongestText = 6_000;
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text for the page that follows <paramref name="last"/>.</summary>
    public static string Write(ItemQuery query, Item last)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(last);
        var body = new MemoryStream();
        body.Write(stackalloc byte[TagBytes]);
        foreach (var part in query.Index switch
        {
            ItemIndex.First => [last.Index1!.Value.Sort, last.Key.Partition, last.Key.Sort],
            ItemIndex.Second => [last.Index2!.Value.Sort, last.Key.Partition, last.Key.Sort],
            _ => new[] { last.Key.Sort },
        })
        {
            var bytes = Utf8.GetBytes(part);
            body.WriteByte((byte)(bytes.Length >> 8));
            body.WriteByte((byte)(bytes.Length & 0xFF));
            body.Write(bytes);
        }

        var text = body.ToArray();
        Tag(query, text.AsSpan(TagBytes)).CopyTo(text, 0);
        return Base64Url.EncodeToString(text);
    }

    /// <summary>Where the query's page begins; null for the first page.</summary>
    /// <exception cref="FormatException">No page of this query gave this cursor.</exception>
    public static PageCursor? Read(ItemQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.Cursor is not { } cursor)
        {
            return null;
        }

        try
        {
            return cursor.Length <= LongestText && Decode(query, Base64Url.DecodeFromChars(cursor)) is { } position
                ? position
                : throw new FormatException(Refusal);
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            throw new FormatException(Refusal, e);
        }
    }

    private static PageCursor? Decode(ItemQuery query, byte[] text)
    {
        var body = text.AsSpan(Math.Min(TagBytes, text.Length));
        if (!text.AsSpan(0, text.Length - body.Length).SequenceEqual(Tag(query, body)))
        {
            return null;
        }

        var first = Part(ref body);
        var position = query.Index == ItemIndex.Table
            ? new PageCursor(first, new ItemKey(query.Partition, first))
            : new PageCursor(first, new ItemKey(Part(ref body), Part(ref body)));
        return body.IsEmpty && Within(query, position.Sort) ? position : null;
    }

    private static string Part(ref Span<byte> body)
    {
        var length = body.Length < sizeof(ushort) ? 0 : BinaryPrimitives.ReadUInt16BigEndian(body);
        if (length == 0 || length > body.Length - sizeof(ushort))
        {
            throw new FormatException(Refusal);
        }

        var part = Utf8.GetString(body.Slice(sizeof(ushort), length));
        body = body[(sizeof(ushort) + length)..];
        return part;
    }

    private static bool Within(ItemQuery query, string sort) =>
        (query.From is not { } from || CompareBytes(from, sort) <= 0)
        && (query.To is not { } to || CompareBytes(sort, to) <= 0);

    // The order of the keys is that of their bytes, which UTF-16 does not have beyond U+D7FF.
    private static int CompareBytes(string left, string right) =>
        Utf8.GetBytes(left).AsSpan().SequenceCompareTo(Utf8.GetBytes(right));

    private static byte[] Tag(ItemQuery query, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Utf8.GetBytes($"{(int)query.Index}|{query.Descending}|{query.Partition}\0"));
        hash.AppendData(body);
        return hash.GetHashAndReset()[..TagBytes];
    }
}
