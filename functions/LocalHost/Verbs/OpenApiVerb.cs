using System.Text.Json.Nodes;
using TradingPlatform.Hosting.OpenApi;

namespace TradingPlatform.LocalHost.Verbs;

/// <summary><c>openapi</c>: prints the document of every function's routes, which goes into their packages.</summary>
internal static class OpenApiVerb
{
    public static async Task<int> RunAsync(CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("trading-platform-openapi-");
        try
        {
            var settings = new LocalSettings
            {
                Urls = "http://127.0.0.1:0", Data = folder.FullName, LogLevel = LogLevel.Warning,
            };
            await using var platform = await LocalPlatform.StartAsync(settings, cancellation);
            using var http = new HttpClient { BaseAddress = platform.Url };
            var document = JsonNode.Parse(await http.GetStringAsync(ApiDocument.Path, cancellation))!.AsObject();
            // What is of this host alone.
            document.Remove("servers");
            document["paths"]!.AsObject().Remove("/dev/token");
            Console.WriteLine(document.ToJsonString());
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
