using System.Runtime.InteropServices;
using TradingPlatform.Embedded.Storage;

namespace TradingPlatform.Contract.Storage;

public sealed class SqliteLibraryTests
{
    /// <summary>Unless its waits are replaced it answers that it has waited for a second.</summary>
    [Fact]
    public void SQLite_waits_no_longer_than_it_means_to()
    {
        SqliteLibrary.Init();

        Assert.Equal(1, WaitFor(milliseconds: 1));
    }

    [DllImport("e_sqlite3", EntryPoint = "sqlite3_sleep", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static extern int WaitFor(int milliseconds);
}
