namespace TradingPlatform.Infra;

/// <summary>The repository that this program was built in.</summary>
internal static class Repository
{
    private static readonly string Root = Find();

    /// <summary>A folder or file of the repository.</summary>
    public static string Folder(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (folder.EnumerateFiles("*.sln").Any())
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("The stacks are synthesised from within their repository.");
    }
}
