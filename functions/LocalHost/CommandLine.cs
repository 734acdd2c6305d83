using System.CommandLine;
using System.CommandLine.Parsing;
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
        CustomParser = ReadAddress,
    };

    private static readonly Option<Uri?> DynamoDb = new("--dynamodb")
    {
        Description = "A DynamoDB to keep items in, such as DynamoDB Local; without it SQLite does.",
        CustomParser = ReadAddress,
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
        root.Subcommands.Add(DemoCommand());
        root.Subcommands.Add(OpenApiCommand());
        root.Subcommands.Add(InvokeCommand());
        root.Subcommands.Add(BootstrapCommand());
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

    private static Uri? ReadAddress(ArgumentResult result)
    {
        if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var address))
        {
            return address;
        }

        result.AddError($"'{result.Tokens[0].Value}' is no address such as http://127.0.0.1:5090.");
        return null;
    }

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
        var withinNetwork = new Option<bool>("--within-network")
        {
            Description = "Listens on every address, and makes keys for whoever asks: behind a network's own fence.",
        };
        var command = new Command("exchange", "Runs the simulated exchange alone: Binance's dialect, on loopback.")
        {
            urls, Data, testnet, still, withinNetwork,
        };
        command.SetAction((parsed, cancellation) => ExchangeVerb.RunAsync(
            new Uri(parsed.GetValue(urls)!), parsed.GetValue(Data)!, parsed.GetValue(testnet),
            parsed.GetValue(still), parsed.GetValue(withinNetwork), cancellation));
        return command;
    }

    private static Command DemoCommand()
    {
        var command = new Command("demo", "Shows what the platform does, step by step, on a temporary folder.");
        command.SetAction((_, cancellation) => DemoTour.RunAsync(cancellation));
        return command;
    }

    private static Command OpenApiCommand()
    {
        var command = new Command("openapi", "Prints the API's document, of every function's routes.");
        command.SetAction((_, cancellation) => OpenApiVerb.RunAsync(cancellation));
        return command;
    }

    private static Argument<string> Function()
    {
        var function = new Argument<string>("FUNCTION")
        {
            Description = $"Which one: {string.Join(", ", BootstrapVerb.Functions)}.",
        };
        return function.AcceptOnlyFromAmong([.. BootstrapVerb.Functions]);
    }

    private static Command InvokeCommand()
    {
        var function = Function();
        var sent = new Argument<FileInfo>("EVENT.json") { Description = "The event, as AWS would send it." };
        var data = new Option<string?>("--data")
        {
            Description = "The folder that the function works on; without it a temporary one.",
        };
        var command = new Command(
            "invoke", "Starts a function's bootstrap against a local Runtime API and prints its answer.")
        {
            function, sent.AcceptExistingOnly(), data,
        };
        command.SetAction((parsed, cancellation) => InvokeVerb.RunAsync(
            parsed.GetValue(function)!, parsed.GetValue(sent)!, parsed.GetValue(data), cancellation));
        return command;
    }

    private static Command BootstrapCommand()
    {
        var function = Function();
        var command = new Command("bootstrap", "Runs one function as Lambda does: what invoke starts.")
        {
            function,
        };
        command.Hidden = true;
        AddServeOptions(command);
        command.SetAction((parsed, cancellation) => BootstrapVerb.RunAsync(
            parsed.GetValue(function)!, Settings(parsed), cancellation));
        return command;
    }
}
