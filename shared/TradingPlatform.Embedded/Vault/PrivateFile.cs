namespace TradingPlatform.Embedded.Vault;

/// <summary>Files that only their owner may read, replaced whole or not at all.</summary>
/// <remarks>
/// The calls block, since flushing to disk, which takes the most time by far, has no asynchronous form. On Windows,
/// which has no modes, the files have the rights of their directory.
/// </remarks>
internal static class PrivateFile
{
    /// <summary>What a file ends with until it takes its name; one that a crash left behind holds nothing.</summary>
    public const string UnfinishedSuffix = ".unfinished";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerAll = OwnerOnly | UnixFileMode.UserExecute;

    /// <summary>True where someone besides its owner has any right to the file.</summary>
    public static bool IsShared(FileStream file) =>
        !OperatingSystem.IsWindows()
        && (File.GetUnixFileMode(file.SafeFileHandle) & ~OwnerAll) != UnixFileMode.None;

    /// <summary>Makes a directory for such files, where it is not there yet.</summary>
    public static void MakeDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        Directory.CreateDirectory(path, OwnerAll);
    }

    /// <summary>
    /// Puts the bytes in the place of the file. Whenever the process or the machine dies, the file is the old one or
    /// the new one; after the call has returned, the new one.
    /// </summary>
    public static void Replace(string path, ReadOnlySpan<byte> bytes)
    {
        var unfinished = path + UnfinishedSuffix;
        try
        {
            // Flushed before it is renamed: else the name could be on disk before the content is.
            using (var file = new FileStream(unfinished, WriteOptions(bytes.Length)))
            {
                file.Write(bytes);
                file.Flush(flushToDisk: true);
            }

            File.Move(unfinished, path, overwrite: true);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }

        DirectoryEntries.Flush(Path.GetDirectoryName(path)!);
    }

    /// <summary>Removes the file for good. No such file is no error.</summary>
    public static void Delete(string path)
    {
        File.Delete(path);
        DirectoryEntries.Flush(Path.GetDirectoryName(path)!);
    }

    /// <summary>How a file of this kind is opened that is written or locked.</summary>
    public static FileStreamOptions WriteOptions(long size = 0)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = 0,
            PreallocationSize = size,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return options;
    }
}
