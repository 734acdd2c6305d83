using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace TradingPlatform.Embedded.Storage;

/// <summary>
/// One connection to a file, for one thread at a time. It speaks to SQLite's own API: on the path of every order,
/// ADO.NET's commands, parameters by name and readers cost more than the statements themselves.
/// </summary>
internal sealed class SqliteDatabase : IDisposable
{
    private const int PreparePersistent = 0x01;
    private readonly sqlite3 _handle;
    private readonly List<SqliteStatement> _statements = [];

    private SqliteDatabase(sqlite3 handle) => _handle = handle;

    /// <summary>True between BEGIN and COMMIT or ROLLBACK, unless SQLite rolled back by itself.</summary>
    public bool InTransaction => raw.sqlite3_get_autocommit(_handle) == 0;

    /// <summary>The rowid of the latest insert into a table that has rowids.</summary>
    public long LastRowId => raw.sqlite3_last_insert_rowid(_handle);

    /// <summary>How many rows the latest statement changed.</summary>
    public int Changes => raw.sqlite3_changes(_handle);

    /// <summary>Opens the file, which is made where it is missing, readable by its owner alone.</summary>
    public static SqliteDatabase Open(string file)
    {
        SqliteLibrary.Init();
        Restrict(file);
        const int flags = raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE | raw.SQLITE_OPEN_NOMUTEX;
        var result = raw.sqlite3_open_v2(file, out var handle, flags, null);
        var database = new SqliteDatabase(handle);
        try
        {
            database.Check(result);
            raw.sqlite3_extended_result_codes(handle, 1);
            // Nobody else writes here, but someone may look into the file with a tool.
            raw.sqlite3_busy_timeout(handle, 5_000);
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Runs statements that answer nothing.</summary>
    public void Execute(string sql) => Check(raw.sqlite3_exec(_handle, sql));

    /// <summary>Compiles a statement, which lives as long as the connection.</summary>
    public SqliteStatement Prepare(string sql)
    {
        Check(raw.sqlite3_prepare_v3(_handle, sql, PreparePersistent, out var handle));
        var statement = new SqliteStatement(this, handle);
        _statements.Add(statement);
        return statement;
    }

    /// <summary>Throws what a result code stands for, unless it stands for success.</summary>
    public void Check(int result)
    {
        if (result is not (raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE))
        {
            throw new SqliteException(raw.sqlite3_errmsg(_handle).utf8_to_string(), result & 0xFF, result);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var statement in _statements)
        {
            statement.Dispose();
        }

        // The last connection to close empties the log into the file.
        raw.sqlite3_close_v2(_handle);
        _handle.Dispose();
    }

    private static void Restrict(string file)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        if (!File.Exists(file))
        {
            // Only a file that nobody has open: closing any handle to it would drop SQLite's locks (POSIX).
            new FileStream(file, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = owner,
            }).Dispose();
        }

        // SQLite gives the log beside the file the file's own mode.
        File.SetUnixFileMode(file, owner);
    }
}
