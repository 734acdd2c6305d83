using System.Globalization;
using Microsoft.Data.Sqlite;

namespace TradingPlatform.Embedded.SimulatedExchange.Storage;

/// <summary>A prepared statement whose values are set by position.</summary>
internal sealed class Statement : IDisposable
{
    private readonly SqliteCommand _command;
    private readonly SqliteParameter[] _parameters;

    /// <param name="connection">Stays the caller's.</param>
    /// <param name="sql">With parameters <c>$0</c>, <c>$1</c> and so on.</param>
    /// <param name="count">How many parameters it has.</param>
    public Statement(SqliteConnection connection, string sql, int count)
    {
        _command = connection.CreateCommand();
        _command.CommandText = sql;
        _parameters = new SqliteParameter[count];
        for (var i = 0; i < count; i++)
        {
            _parameters[i] = _command.Parameters.AddWithValue("$" + i.ToString(CultureInfo.InvariantCulture), 0L);
        }
    }

    public static string Values(int count) =>
        string.Join(", ", Enumerable.Range(0, count).Select(i => "$" + i.ToString(CultureInfo.InvariantCulture)));

    public Statement Set(int index, long value)
    {
        _parameters[index].SqliteType = SqliteType.Integer;
        _parameters[index].Value = value;
        return this;
    }

    public Statement Set(int index, string value)
    {
        _parameters[index].SqliteType = SqliteType.Text;
        _parameters[index].Value = value;
        return this;
    }

    public Statement Set(int index, decimal value) => Set(index, value.ToString(CultureInfo.InvariantCulture));

    public Statement Set(int index, byte[] value)
    {
        _parameters[index].SqliteType = SqliteType.Blob;
        _parameters[index].Value = value;
        return this;
    }

    public Statement SetOrNull(int index, long? value)
    {
        _parameters[index].SqliteType = SqliteType.Integer;
        _parameters[index].Value = value is { } number ? number : DBNull.Value;
        return this;
    }

    public void Run() => _command.ExecuteNonQuery();

    public List<T> Read<T>(Func<SqliteDataReader, T> row)
    {
        using var reader = _command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(row(reader));
        }

        return rows;
    }

    public void UseTransaction(SqliteTransaction? transaction) => _command.Transaction = transaction;

    public void Dispose() => _command.Dispose();
}
