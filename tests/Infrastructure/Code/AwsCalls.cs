using TradingPlatform.Hosting.Functions;
using TradingPlatform.Infra.Catalogue;

namespace TradingPlatform.InfrastructureTests.Code;

/// <summary>What a function's code asks of AWS, as its built assemblies say, in the words of IAM.</summary>
internal static class AwsCalls
{
    private static readonly string[] Assemblies = [.. Directory
        .EnumerateFiles(AppContext.BaseDirectory, "TradingPlatform.*.dll")
        .Where(file => !Path.GetFileName(file).StartsWith("TradingPlatform.Infra", StringComparison.Ordinal))];

    private static readonly OwnCode Code = OwnCode.Read(Assemblies);

    /// <summary>Everything that a function calls under its handler, or a worker.</summary>
    public static IReadOnlySet<MethodName> CallsOf(string name)
    {
        var function = FunctionCatalogue.All.SingleOrDefault(one => one.Name == name);
        var package = function?.Package ?? FunctionCatalogue.Workers.Single(one => one.Name == name).Package;
        var reached = Reached.From(
            Code, $"TradingPlatform.{package.Name}", method => function is not null && IsClosed(method, function));
        return reached.Calls;
    }

    /// <summary>Every text that stands in the code.</summary>
    public static IEnumerable<string> Texts() => Assemblies.SelectMany(OwnCode.TextsOf);

    /// <summary>The types of ours that call this anywhere.</summary>
    public static IReadOnlyList<string> CallersOf(Func<MethodName, bool> call) => [.. Code.Types.Values
        .Where(type => type.Methods.Any(method => method.Calls.Any(call)))
        .Select(type => type.Name.Split('+')[0])
        .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>The actions of IAM that these calls need.</summary>
    public static IReadOnlyList<string> ActionsOf(IEnumerable<MethodName> calls) =>
        [.. calls.SelectMany(ActionsOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    // A function that serves requests has no events, and the other way round, though both come of one executable.
    private static bool IsClosed(OwnMethod method, FunctionDefinition function) => function.ServesRequests
        ? method.Name is { Name: nameof(IFunctionModule.MapEvents), Parameters: 1 }
        : method.Name is { Name: nameof(IFunctionModule.MapRoutes), Parameters: 1 }
            or { Name: "UsePlatformHosting", Parameters: 1 };

    private static IEnumerable<string> ActionsOf(MethodName call)
    {
        var parts = call.Type.Split('.');
        if (parts is not ["Amazon", var service, var client] || !client.Contains("Amazon", StringComparison.Ordinal)
            || !call.Name.EndsWith("Async", StringComparison.Ordinal))
        {
            return [];
        }

        var operation = call.Name[..^"Async".Length];
        return (service, operation) switch
        {
            // IAM knows a transaction by what is in it, and ours holds puts and deletes.
            ("DynamoDBv2", "TransactWriteItems") => ["dynamodb:PutItem", "dynamodb:DeleteItem"],
            ("DynamoDBv2", _) => [$"dynamodb:{operation}"],
            // It is made with its tags.
            ("SecretsManager", "CreateSecret") => ["secretsmanager:CreateSecret", "secretsmanager:TagResource"],
            ("SecretsManager", _) => [$"secretsmanager:{operation}"],
            ("EventBridge", _) => [$"events:{operation}"],
            ("SQS", "SendMessageBatch") => ["sqs:SendMessage"],
            ("SQS", _) => [$"sqs:{operation}"],
            _ => throw new InvalidOperationException($"Nothing is known of what IAM calls {call}."),
        };
    }
}
