namespace TradingPlatform.EndToEnd.Harness;

/// <summary>The repository that these tests were built in.</summary>
internal static class Repository
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (folder.GetFiles("*.sln").Length > 0)
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests do not run from their repository.");
    }
}
