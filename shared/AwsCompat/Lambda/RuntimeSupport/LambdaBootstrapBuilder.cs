using Amazon.Lambda.Core;
using Amazon.Lambda.RuntimeSupport.Bootstrap;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>Puts together a handler and the loop that feeds it.</summary>
public class LambdaBootstrapBuilder
{
    private readonly Func<Stream, ILambdaContext, Task<Stream>> _handler;
    private readonly LambdaBootstrapOptions _options = new();
    private LambdaBootstrapInitializer? _initializer;

    private LambdaBootstrapBuilder(Func<Stream, ILambdaContext, Task<Stream>> handler) => _handler = handler;

    /// <summary>Takes a handler of bytes. Its input is valid until its task ends; its output is disposed.</summary>
    public static LambdaBootstrapBuilder Create(Func<Stream, ILambdaContext, Task<Stream>> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return new LambdaBootstrapBuilder(handler);
    }

    /// <summary>Takes a handler of objects, and what turns them into JSON.</summary>
    public static LambdaBootstrapBuilder Create<TInput, TOutput>(
        Func<TInput, ILambdaContext, Task<TOutput>> handler, ILambdaSerializer serializer)
    {
        ArgumentNullException.ThrowIfNull(handler);
        ArgumentNullException.ThrowIfNull(serializer);
        return new LambdaBootstrapBuilder(async (input, context) =>
        {
            var answer = await handler(serializer.Deserialize<TInput>(input), context);
            var output = new MemoryStream();
            serializer.Serialize(answer, output);
            output.Position = 0;
            return output;
        });
    }

    /// <summary>Takes a handler of objects that has nothing to answer.</summary>
    public static LambdaBootstrapBuilder Create<TInput>(
        Func<TInput, ILambdaContext, Task> handler, ILambdaSerializer serializer)
    {
        ArgumentNullException.ThrowIfNull(handler);
        ArgumentNullException.ThrowIfNull(serializer);
        return new LambdaBootstrapBuilder(async (input, context) =>
        {
            await handler(serializer.Deserialize<TInput>(input), context);
            return Stream.Null;
        });
    }

    /// <summary>Runs this before the first invocation. What it throws is reported as an initialisation error.</summary>
    public LambdaBootstrapBuilder UseBootstrapHandler(LambdaBootstrapInitializer lambdaBootstrapInitializer)
    {
        _initializer = lambdaBootstrapInitializer;
        return this;
    }

    /// <summary>Changes where the Runtime API is: for a local one.</summary>
    public LambdaBootstrapBuilder ConfigureOptions(Action<LambdaBootstrapOptions>? options = null)
    {
        options?.Invoke(_options);
        return this;
    }

    /// <summary>Makes the loop.</summary>
    public LambdaBootstrap Build() => Build(SystemEnvironmentVariables.Instance, TimeProvider.System);

    internal LambdaBootstrap Build(IEnvironmentVariables variables, TimeProvider clock)
    {
        var client = RuntimeApiClient.Connect(variables, clock, _options.RuntimeApiEndpoint);
        return new LambdaBootstrap(client, _handler, _initializer, new FailureLog(Console.Error, clock));
    }
}
