using Amazon.Lambda.RuntimeSupport;

namespace TradingPlatform.Hosting.Lambda;

/// <summary>Tells Lambda that a function cannot start, so that it says so to the caller at once.</summary>
internal static class LambdaStart
{
    /// <summary>
    /// Does nothing where this process is not Lambda's. Never throws: the failure itself is to be seen.
    /// </summary>
    internal static async Task ReportAsync(Exception failure)
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(LambdaProcess.RuntimeApi)))
        {
            return;
        }

        try
        {
            // No proxy: the Runtime API is this host.
            using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
            await new RuntimeApiClient(http).ReportInitializationErrorAsync(failure);
        }
        catch (Exception)
        {
            // The process ends with the failure in any case, and Lambda sees that.
        }
    }
}
