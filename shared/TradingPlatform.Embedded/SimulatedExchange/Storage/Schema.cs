using Microsoft.Data.Sqlite;
using TradingPlatform.Embedded.Storage;

namespace TradingPlatform.Embedded.SimulatedExchange.Storage;

/// <summary>The tables, and how a connection to them is opened. Money is text, so that it is exact.</summary>
internal static class Schema
{
    private const string Tables = """
        CREATE TABLE IF NOT EXISTS accounts(
            id INTEGER PRIMARY KEY, api_key BLOB NOT NULL, secret_key BLOB NOT NULL, permissions INTEGER NOT NULL,
            created_at INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS more_keys(
            account INTEGER NOT NULL, number INTEGER NOT NULL, api_key BLOB NOT NULL, secret_key BLOB NOT NULL,
            permissions INTEGER NOT NULL, created_at INTEGER NOT NULL, revoked INTEGER NOT NULL,
            PRIMARY KEY(account, number)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS balances(
            account INTEGER NOT NULL, asset TEXT NOT NULL, free TEXT NOT NULL, locked TEXT NOT NULL,
            PRIMARY KEY(account, asset)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS orders(
            symbol TEXT NOT NULL, order_id INTEGER NOT NULL, account INTEGER NOT NULL, list_id INTEGER NOT NULL,
            client_id TEXT NOT NULL, side TEXT NOT NULL, type TEXT NOT NULL, time_in_force TEXT NOT NULL,
            price TEXT NOT NULL, quantity TEXT NOT NULL, quote_quantity TEXT NOT NULL, stop_price TEXT NOT NULL,
            trailing_delta INTEGER NOT NULL, trailing_time INTEGER NOT NULL, trailing_extreme TEXT NOT NULL,
            iceberg TEXT NOT NULL, executed TEXT NOT NULL, executed_quote TEXT NOT NULL, status TEXT NOT NULL,
            time INTEGER NOT NULL, update_time INTEGER NOT NULL, working_time INTEGER NOT NULL,
            self_trade TEXT NOT NULL, strategy_id INTEGER, strategy_type INTEGER, locked TEXT NOT NULL,
            priority INTEGER NOT NULL, amendments INTEGER NOT NULL, prevented TEXT NOT NULL, open INTEGER NOT NULL,
            PRIMARY KEY(symbol, order_id)) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS orders_by_client ON orders(account, client_id, symbol, order_id);
        CREATE INDEX IF NOT EXISTS orders_by_account ON orders(account, symbol, order_id);
        CREATE INDEX IF NOT EXISTS orders_open ON orders(symbol, order_id) WHERE open = 1;
        CREATE TABLE IF NOT EXISTS trades(
            account INTEGER NOT NULL, symbol TEXT NOT NULL, trade_id INTEGER NOT NULL, order_id INTEGER NOT NULL,
            list_id INTEGER NOT NULL, price TEXT NOT NULL, quantity TEXT NOT NULL, quote TEXT NOT NULL,
            commission TEXT NOT NULL, commission_asset TEXT NOT NULL, time INTEGER NOT NULL,
            is_buyer INTEGER NOT NULL, is_maker INTEGER NOT NULL,
            PRIMARY KEY(account, symbol, trade_id, order_id)) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS trades_by_order ON trades(account, symbol, order_id, trade_id);
        CREATE TABLE IF NOT EXISTS lists(
            id INTEGER PRIMARY KEY, account INTEGER NOT NULL, symbol TEXT NOT NULL, client_id TEXT NOT NULL,
            done INTEGER NOT NULL, time INTEGER NOT NULL, locked TEXT NOT NULL,
            first_id INTEGER NOT NULL, first_client_id TEXT NOT NULL,
            second_id INTEGER NOT NULL, second_client_id TEXT NOT NULL);
        CREATE INDEX IF NOT EXISTS lists_by_account ON lists(account, id);
        CREATE TABLE IF NOT EXISTS counters(name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS prices(
            symbol TEXT PRIMARY KEY, reference TEXT NOT NULL, last TEXT NOT NULL, status TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS candles(
            symbol TEXT NOT NULL, open_time INTEGER NOT NULL, open TEXT NOT NULL, high TEXT NOT NULL,
            low TEXT NOT NULL, close TEXT NOT NULL, volume TEXT NOT NULL, quote_volume TEXT NOT NULL,
            trades INTEGER NOT NULL, taker_volume TEXT NOT NULL, taker_quote TEXT NOT NULL,
            first_id INTEGER NOT NULL, last_id INTEGER NOT NULL,
            PRIMARY KEY(symbol, open_time)) WITHOUT ROWID;
        """;

    public static SqliteConnection Open(string path)
    {
        SqliteLibrary.Init();
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWriteCreate,
            // A pool would keep the file open after the exchange has closed it.
            Pooling = false,
        }.ToString());
        connection.Open();
        // FULL: the log is on the disk when a commit returns. A larger log before a checkpoint costs fewer of them.
        Execute(connection, """
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            PRAGMA wal_autocheckpoint = 4000;
            PRAGMA busy_timeout = 5000;
            """);
        return connection;
    }

    public static void Create(SqliteConnection connection) => Execute(connection, Tables);

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
