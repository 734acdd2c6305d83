namespace TradingPlatform.LocalHost.Demo;

/// <summary>One step of the tour: what it does, and whether that showed what it should.</summary>
/// <param name="Title">What is shown.</param>
/// <param name="RunAsync">
/// Does it; ends by throwing <see cref="DemoFailedException"/> where it shows anything else.
/// </param>
internal sealed record DemoStep(string Title, Func<DemoStage, CancellationToken, Task> RunAsync);

/// <summary>A step did not show what it should.</summary>
/// <param name="expected">What should have been seen.</param>
internal sealed class DemoFailedException(string expected) : Exception($"expected: {expected}");
