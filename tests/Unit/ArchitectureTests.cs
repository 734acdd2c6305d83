using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace TradingPlatform.Unit;

/// <summary>The arrows of the house, read off the projects and the sources.</summary>
public sealed partial class ArchitectureTests
{
    private static readonly string Root = FindRoot();

    [Fact]
    public void Core_references_no_project_and_no_package_but_the_logging_abstractions()
    {
        var core = XDocument.Load(Path.Combine(Root, "shared/TradingPlatform.Core/TradingPlatform.Core.csproj"));

        Assert.Empty(core.Descendants("ProjectReference"));
        Assert.Empty(core.Descendants("FrameworkReference"));
        Assert.Equal(
            ["Microsoft.Extensions.Logging.Abstractions"],
            core.Descendants("PackageReference").Select(reference => reference.Attribute("Include")!.Value));
    }

    [Fact]
    public void Adapters_reference_Core_and_not_one_another()
    {
        string[] allowed = ["TradingPlatform.Core", "AwsCompat"];
        foreach (var adapter in (string[])["Aws", "Embedded", "Exchanges", "Hosting"])
        {
            var name = $"TradingPlatform.{adapter}";
            Assert.All(References($"shared/{name}/{name}.csproj"), reference => Assert.Contains(reference, allowed));
        }
    }

    [Fact]
    public void No_function_references_another_but_the_local_host_which_is_all_of_them()
    {
        foreach (var project in Directory.EnumerateFiles(
            Path.Combine(Root, "functions"), "*.csproj", SearchOption.AllDirectories))
        {
            if (!project.EndsWith("LocalHost.csproj", StringComparison.Ordinal))
            {
                Assert.DoesNotContain(References(project), reference => !reference.StartsWith(
                    "TradingPlatform.", StringComparison.Ordinal) || reference.EndsWith(
                    "Embedded", StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public void Core_takes_no_time_chance_or_thread_by_itself()
    {
        foreach (var file in Directory.EnumerateFiles(
            Path.Combine(Root, "shared/TradingPlatform.Core"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal)))
        {
            Assert.False(Ambient().IsMatch(File.ReadAllText(file)), file);
        }
    }

    [GeneratedRegex(
        @"DateTime(Offset)?\.(Utc)?Now|Guid\.NewGuid|new Random\(|Random\.Shared|Thread\.Sleep|Task\.Run\(|Stopwatch|"
        + @"TickCount|ConfigureAwait\(false\)|\b(double|float)\b.*(price|quantity|amount)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Ambient();

    private static IEnumerable<string> References(string project) => XDocument.Load(Path.Combine(Root, project))
        .Descendants("ProjectReference")
        .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !folder.EnumerateFiles("*.sln").Any())
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("The tests run outside of the repository.");
    }
}
