using System.Runtime.InteropServices;
using SQLitePCL;

namespace TradingPlatform.Embedded.Storage;

/// <summary>SQLite itself, made ready for this process.</summary>
/// <remarks>
/// The build of it that the registry has (PACKAGES.md) was made without <c>usleep</c>: on Unix each of its waits lasts
/// whole seconds. It waits for a microsecond where readers, the writer and a checkpoint meet at the log's index, so now
/// and then an order stood still for a second, and a thread of the pool with it. What waits is replaced here, by the
/// member of its file layer that is there for this (sqlite.org/c3ref/vfs.html). See docs/adr/0038.
/// </remarks>
internal static class SqliteLibrary
{
    // As long as the library lives, so never collected.
    private static readonly Sleep Waits = Wait;
    private static readonly Lazy<bool> Ready = new(Prepare);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int Sleep(nint vfs, int microseconds);

    /// <summary>To be called before anything else of SQLite is.</summary>
    public static void Init() => _ = Ready.Value;

    private static bool Prepare()
    {
        Batteries_V2.Init();
        if (!OperatingSystem.IsWindows())
        {
            Marshal.WriteIntPtr(
                FindVfs(0), (int)Marshal.OffsetOf<Vfs>(nameof(Vfs.Sleep)), Marshal.GetFunctionPointerForDelegate(Waits));
        }

        return true;
    }

    // Returns how long it has waited. A microsecond is over by the time another thread had its turn; what is longer is
    // rounded up.
    private static int Wait(nint vfs, int microseconds)
    {
        const int instant = 10;
        if (microseconds < instant)
        {
            Thread.Yield();
        }
        else
        {
#pragma warning disable RS0030 // SQLite asks for it, in the middle of a call that no await can leave.
            Thread.Sleep((int)((microseconds + 999L) / 1_000));
#pragma warning restore RS0030
        }

        return microseconds;
    }

    [DllImport("e_sqlite3", EntryPoint = "sqlite3_vfs_find", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static extern nint FindVfs(nint name);

    /// <summary>The beginning of <c>sqlite3_vfs</c>, which has been the same since its version 1.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Vfs
    {
        public readonly int Version;
        public readonly int FileSize;
        public readonly int LongestPath;
        public readonly nint Next;
        public readonly nint Name;
        public readonly nint AppData;
        public readonly nint Open;
        public readonly nint Delete;
        public readonly nint Access;
        public readonly nint FullPath;
        public readonly nint LibraryOpen;
        public readonly nint LibraryError;
        public readonly nint LibrarySymbol;
        public readonly nint LibraryClose;
        public readonly nint Randomness;
        public readonly nint Sleep;
    }
}
