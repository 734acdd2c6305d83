using System.Text;
using SQLitePCL;

namespace TradingPlatform.Embedded.Storage;

/// <summary>A compiled statement, used over and over: bind, step, read, reset.</summary>
/// <remarks>
/// Text is bound and read as its bytes: half the cost of the string overloads, and a NUL in a document does not end it.
/// </remarks>
internal sealed class SqliteStatement(SqliteDatabase database, sqlite3_stmt handle) : IDisposable
{
    private byte[] _scratch = new byte[1_024];

    /// <summary>Binds text; parameters count from 1. What is not bound is NULL.</summary>
    public void Bind(int parameter, string text)
    {
        if (text.Length == 0)
        {
            // An empty span has no address, which SQLite takes for NULL.
            database.Check(raw.sqlite3_bind_text(handle, parameter, text));
            return;
        }

        database.Check(raw.sqlite3_bind_text(handle, parameter, Encode(text)));
    }

    /// <summary>Binds UTF-8 text, which is not empty.</summary>
    public void Bind(int parameter, ReadOnlySpan<byte> text) =>
        database.Check(raw.sqlite3_bind_text(handle, parameter, text));

    /// <summary>Binds a number.</summary>
    public void Bind(int parameter, long number) =>
        database.Check(raw.sqlite3_bind_int64(handle, parameter, number));

    /// <summary>Goes to the next row; false where there is none.</summary>
    public bool Step()
    {
        var result = raw.sqlite3_step(handle);
        database.Check(result);
        return result == raw.SQLITE_ROW;
    }

    /// <summary>Runs the statement for its effect, and makes it ready for its next use.</summary>
    public void Run()
    {
        try
        {
            Step();
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>Makes the statement ready for its next use. A read left open would hold the log's old pages.</summary>
    public void Reset()
    {
        // The code is that of the last step, which has been thrown already.
        raw.sqlite3_reset(handle);
        raw.sqlite3_clear_bindings(handle);
    }

    /// <summary>Whether a column of the row is NULL; columns count from 0.</summary>
    public bool IsNull(int column) => raw.sqlite3_column_type(handle, column) == raw.SQLITE_NULL;

    /// <summary>A column's number.</summary>
    public long Number(int column) => raw.sqlite3_column_int64(handle, column);

    /// <summary>A column's text.</summary>
    public string Text(int column) => Encoding.UTF8.GetString(Bytes(column));

    /// <summary>Whether a column's text is this one.</summary>
    public bool Is(int column, string text) => Bytes(column).SequenceEqual(Encode(text));

    /// <summary>A column's bytes, until the next step or reset.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(handle, column);

    // Until it is called again.
    private ReadOnlySpan<byte> Encode(string text)
    {
        if (_scratch.Length / 3 < text.Length)
        {
            _scratch = new byte[text.Length * 3];
        }

        return _scratch.AsSpan(0, Encoding.UTF8.GetBytes(text, _scratch));
    }

    /// <inheritdoc/>
    public void Dispose() => handle.Dispose();
}
