using System.Collections.Concurrent;
using Amazon.Lambda.RuntimeSupport;

namespace TradingPlatform.Contract.Lambda;

/// <summary>The environment that Lambda gives a function: the test's own, not the process's.</summary>
internal sealed class FunctionEnvironment : IEnvironmentVariables
{
    private readonly ConcurrentDictionary<string, string?> _variables = new(StringComparer.Ordinal);

    public FunctionEnvironment(string runtimeApi)
    {
        _variables["AWS_LAMBDA_RUNTIME_API"] = runtimeApi;
        _variables["AWS_LAMBDA_FUNCTION_NAME"] = "orders";
        _variables["AWS_LAMBDA_FUNCTION_VERSION"] = "7";
        _variables["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = "1024";
        _variables["AWS_LAMBDA_LOG_GROUP_NAME"] = "/aws/lambda/orders";
        _variables["AWS_LAMBDA_LOG_STREAM_NAME"] = "2026/01/08/[7]abc";
    }

    public string? GetEnvironmentVariable(string variable) => _variables.GetValueOrDefault(variable);

    public void SetEnvironmentVariable(string variable, string? value) => _variables[variable] = value;
}
