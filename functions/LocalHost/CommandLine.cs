using System.CommandLine;
using TradingPlatform.LocalHost.Demo;
using TradingPlatform.LocalHost.Verbs;

namespace TradingPlatform.LocalHost;

/// <summary>The verbs of the local host and their options. Without a verb it serves.</summary>
internal static class CommandLine
{
    private static readonly LocalSettings Defaults = new();

    private static readonly Option<string> Urls = new("--urls")
    {
        Description = "Where to listen; port 0 takes a free one.", DefaultValueFactory = _ => Defaults.Urls,
    };

    private static readonly Option<string> Data = new("--data")
    {
        Description = "The folder that everything is kept in.", DefaultValueFactory = _ => Defaults.Data,
    };

    private static readonly Option<Uri?> Exchange = new("--exchange")
    {
        Description = "A simulated exchange that runs as its own process; without it one is started in this one.",
    };

    private static readonly Option<Uri?> DynamoDb = new("--dynamodb")
    {
        Description = "A DynamoDB to keep items in, such as DynamoDB Local; without it SQLite does.",
    };

    private static readonly Option<string> Table = new("--table")
    {
        Description = "The table in that DynamoDB; made where it is not there.",
        DefaultValueFactory = _ => Defaults.Table,
    };

    private static readonly Option<LogLevel> Logs = new("--log-level")
    {
        Description = "The lowest level that is logged.", DefaultValueFactory = _ => Defaults.LogLevel,
    };

    /// <summary>Runs what the arguments say. Answers the process's exit code.</summary>
    public static Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("The trading platform in one process, on embedded defaults.");
        AddServeOptions(root);
        root.SetAction((parsed, cancellation) => ServeVerb.RunAsync(Settings(parsed), cancellation));
        var serve = new Command("serve", "Starts every function and serves the API (the default).");
        AddServeOptions(serve);
        serve.SetAction((parsed, cancellation) => ServeVerb.RunAsync(Settings(parsed), cancellation));
        root.Subcommands.Add(serve);
        root.Subcommands.Add(ExchangeCommand());
        var demo = new Command("demo", "Shows what the platform does, step by step, on a temporary folder.");
        demo.SetAction((_, cancellation) => DemoTour.RunAsync(cancellation));
        root.Subcommands.Add(demo);
        return root.Parse(args).InvokeAsync(new InvocationConfiguration
        {
            // The host drains what it has begun before it stops; the library's own limit would cut that short.
            ProcessTerminationTimeout = TimeSpan.FromSeconds(30),
        });
    }

    private static void AddServeOptions(Command command)
    {
        foreach (var option in new Option[] { Urls, Data, Exchange, DynamoDb, Table, Logs })
        {
            command.Options.Add(option);
        }
    }

    private static LocalSettings Settings(ParseResult parsed) => new()
    {
        Urls = parsed.GetValue(Urls)!,
        Data = parsed.GetValue(Data)!,
        Exchange = parsed.GetValue(Exchange),
        DynamoDb = parsed.GetValue(DynamoDb),
        Table = parsed.GetValue(Table)!,
        LogLevel = parsed.GetValue(Logs),
    };

    private static Command ExchangeCommand()
    {
        var urls = new Option<string>("--urls")
        {
            Description = "The loopback address to listen on.",
            DefaultValueFactory = _ => "http://127.0.0.1:5090",
        };
        var testnet = new Option<bool>("--testnet")
        {
            Description = "Leaves out the endpoint that tells a key's permissions, as Binance's test network does.",
        };
        var still = new Option<bool>("--still") { Description = "Prices stand still until they are told to move." };
        var command = new Command("exchange", "Runs the simulated exchange alone: Binance's dialect, on loopback.")
        {
            urls, Data, testnet, still,
        };
        command.SetAction((parsed, cancellation) => ExchangeVerb.RunAsync(
            new Uri(parsed.GetValue(urls)!), parsed.GetValue(Data)!, parsed.GetValue(testnet),
            parsed.GetValue(still), cancellation));
        return command;
    }
}
