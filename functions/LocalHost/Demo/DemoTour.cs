using TradingPlatform.LocalHost.Demo.Steps;

namespace TradingPlatform.LocalHost.Demo;

/// <summary>The tour: its steps in order, each on what those before it have left.</summary>
internal static class DemoTour
{
    private static readonly TimeSpan LongestStep = TimeSpan.FromSeconds(20);

    private static readonly DemoStep[] Steps =
    [
        new("Link a paper account", LinkStep.RunAsync),
        new("Buy, and send the same request again", BuyStep.RunAsync),
        new("An order that fills in part", PartialFillStep.RunAsync),
        new("Cancel the rest", CancelStep.RunAsync),
        new("An order beyond the risk limits", RiskStep.RunAsync),
        new("The kill switch", KillSwitchStep.RunAsync),
        new("An answer that is lost on its way", LostAnswerStep.RunAsync),
    ];

    /// <summary>
    /// Goes through the steps. 0 when each showed what it should; else 1, after the first that did not.
    /// </summary>
    public static async Task<int> RunAsync(CancellationToken cancellation)
    {
        var printer = new DemoPrinter();
        var began = TimeProvider.System.GetTimestamp();
        await using var stage = await DemoStage.StartAsync(printer, cancellation);
        for (var number = 1; number <= Steps.Length; number++)
        {
            var step = Steps[number - 1];
            printer.Step(number, step.Title);
            if (await FailureAsync(step, stage, cancellation) is { } failure)
            {
                printer.Failed(failure);
                printer.End($"Step {number} ({step.Title}) did not show what it should.");
                return 1;
            }
        }

        var took = TimeProvider.System.GetElapsedTime(began);
        printer.End($"All {Steps.Length} steps showed what they should, in {took.TotalSeconds:0.0} s.");
        return 0;
    }

    private static async Task<string?> FailureAsync(DemoStep step, DemoStage stage, CancellationToken cancellation)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bound.CancelAfter(LongestStep);
        try
        {
            await step.RunAsync(stage, bound.Token);
            return null;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return $"nothing more came within {LongestStep.TotalSeconds} s";
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // This is the tour's edge: whatever went wrong, the step did not show what it should.
            return e.Message;
        }
    }
}
