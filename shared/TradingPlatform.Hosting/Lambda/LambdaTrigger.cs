using Microsoft.Extensions.Configuration;

namespace TradingPlatform.Hosting.Lambda;

/// <summary>
/// What calls this function on Lambda. One executable serves them all, each as a Lambda function of its own, and the
/// function's handler (which Lambda puts into <c>_HANDLER</c>) says which: <c>rest</c>, <c>http</c> or <c>events</c>.
/// </summary>
/// <remarks>
/// Only a custom runtime leaves the handler to us; a managed one wants the assembly's name there, and that is
/// <see cref="Rest"/>.
/// </remarks>
internal enum LambdaTrigger
{
    /// <summary>API Gateway's REST API, payload 1.0; also where the handler says nothing that we know.</summary>
    Rest = 1,

    /// <summary>API Gateway's HTTP API, payload 2.0.</summary>
    Http = 2,

    /// <summary>Schedules, the event bus, queues, the table's stream and rotations.</summary>
    Events = 3,
}

/// <summary>Where Lambda says what it is.</summary>
internal static class LambdaProcess
{
    /// <summary>Host and port of the Runtime API: set on Lambda, and nowhere else.</summary>
    internal const string RuntimeApi = "AWS_LAMBDA_RUNTIME_API";

    private const string Handler = "_HANDLER";

    /// <summary>Null where this process is not Lambda's.</summary>
    internal static LambdaTrigger? TriggerOf(IConfiguration configuration) =>
        string.IsNullOrEmpty(configuration[RuntimeApi]) ? null : configuration[Handler] switch
        {
            "http" => LambdaTrigger.Http,
            "events" => LambdaTrigger.Events,
            _ => LambdaTrigger.Rest,
        };
}
