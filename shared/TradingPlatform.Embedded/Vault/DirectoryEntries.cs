using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace TradingPlatform.Embedded.Vault;

/// <summary>
/// Puts a directory's entries on disk. A file that was flushed and then renamed can still be lost with the power until
/// its directory is flushed as well (fsync(2)), and .NET opens no directory: hence the one native call of the vault.
/// </summary>
internal static class DirectoryEntries
{
    private const int ReadOnly = 0;
    private const int CloseOnExecLinux = 0x80000;
    private const int CloseOnExecMac = 0x1000000;

    /// <summary>Returns once renames and deletions in it are durable. On Windows NTFS journals them.</summary>
    public static void Flush(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var flags = ReadOnly | (OperatingSystem.IsMacOS() ? CloseOnExecMac : CloseOnExecLinux);
        using var handle = new SafeFileHandle(Open(Encoding.UTF8.GetBytes(directory + '\0'), flags), ownsHandle: true);
        if (handle.IsInvalid)
        {
            throw new IOException($"The directory cannot be opened (errno {Marshal.GetLastPInvokeError()}).");
        }

        RandomAccess.FlushToDisk(handle);
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true, ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] path, int flags);
}
