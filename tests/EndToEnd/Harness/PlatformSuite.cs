using TradingPlatform.Contract.Storage;
using TradingPlatform.Testing.DynamoDb;

namespace TradingPlatform.EndToEnd.Harness;

/// <summary>Tests that hold on every store; each has a platform and an exchange of its own.</summary>
public abstract class PlatformSuite(string? dynamoDb) : IAsyncLifetime
{
    private RunningPlatform? _platform;

    /// <summary>How many requests come at once: what DynamoDB Local can bear is a tenth.</summary>
    protected int Many => dynamoDb is null ? 1000 : 100;

    /// <summary>Events of the table reach their handlers: the local host reads no stream of DynamoDB's.</summary>
    protected bool HearsEvents => dynamoDb is null;

    protected RunningPlatform Platform => _platform!;

    protected Venue Venue => Platform.Venue;

    public async Task InitializeAsync() => _platform = await RunningPlatform.StartAsync(dynamoDb);

    public async Task DisposeAsync()
    {
        if (_platform is not null)
        {
            await _platform.DisposeAsync();
        }
    }
}

/// <summary>Skips a suite where DynamoDB Local cannot be started, except in CI: there it fails.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NeedsDynamoDbAttribute : SkipSuiteAttribute
{
    public override string? Reason => DynamoDbLocal.WhyNot;
}
