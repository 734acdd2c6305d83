using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;

namespace TradingPlatform.Aws.Storage;

/// <summary>What a failed call says about the write it carried.</summary>
internal enum CallFailure
{
    /// <summary>Nothing was written, and the same call may well succeed: throttled, or met a transaction.</summary>
    Refused = 1,

    /// <summary>The answer was lost: the write may have happened, or may yet.</summary>
    Unknown = 2,

    /// <summary>The call is wrong, or may not be made: no repeat would help.</summary>
    Final = 3,
}

/// <summary>
/// Repeats calls. The SDK's own retries are off, because they do not tell a caller that an earlier attempt may have
/// gone through, and a condition that then fails on one's own write looks like a lost race.
/// </summary>
internal sealed class DynamoDbAttempts(TimeProvider clock, Random chance)
{
    private const int Most = 10;
    private const double FirstPauseMilliseconds = 25;
    private const double LongestPauseMilliseconds = 1_000;

    /// <summary>
    /// Makes the call until it ends, throwing what the last attempt threw. Each attempt is told the failure of the
    /// first one whose answer was lost, or null.
    /// </summary>
    /// <param name="repeatUnknown">False where the call must not happen twice: a lost answer is thrown at once.</param>
    /// <param name="call">One attempt.</param>
    /// <param name="cancellation">Ends the attempts.</param>
    public async Task<T> RunAsync<T>(
        bool repeatUnknown, Func<Exception?, Task<T>> call, CancellationToken cancellation)
    {
        Exception? lost = null;
        for (var attempt = 1; ; attempt++)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                return await call(lost);
            }
            catch (Exception e) when (attempt < Most && MayRepeat(Judge(e, cancellation), repeatUnknown))
            {
                lost ??= Judge(e, cancellation) == CallFailure.Unknown ? e : null;
            }

            await Task.Delay(Pause(attempt), clock, cancellation);
        }
    }

    /// <summary>Makes a call that writes nothing.</summary>
    public Task<T> ReadAsync<T>(Func<Task<T>> call, CancellationToken cancellation) =>
        RunAsync(repeatUnknown: true, _ => call(), cancellation);

    /// <summary>What the failure says about the write.</summary>
    public static CallFailure Judge(Exception failure, CancellationToken cancellation) => failure switch
    {
        _ when cancellation.IsCancellationRequested => CallFailure.Final,
        ProvisionedThroughputExceededException or RequestLimitExceededException or TransactionConflictException
            or ThrottlingException => CallFailure.Refused,
        TransactionCanceledException cancelled => Judge(cancelled),
        // The first attempt of this very transaction is still being made.
        TransactionInProgressException => CallFailure.Unknown,
        AmazonServiceException { ErrorCode: "ThrottlingException" or "Throttling" or "RequestLimitExceeded" } =>
            CallFailure.Refused,
        // No answer, one of a broken server, or one that cannot be read.
        AmazonServiceException service => (int)service.StatusCode is >= 400 and < 500
            ? CallFailure.Final
            : CallFailure.Unknown,
        HttpRequestException or IOException or TimeoutException or OperationCanceledException => CallFailure.Unknown,
        _ => CallFailure.Final,
    };

    private static CallFailure Judge(TransactionCanceledException cancelled)
    {
        var reasons = cancelled.CancellationReasons ?? [];
        return reasons.Count > 0 && reasons.All(reason => reason.Code is null or "None" or "TransactionConflict"
            or "ThrottlingError" or "ProvisionedThroughputExceeded")
            ? CallFailure.Refused
            : CallFailure.Final;
    }

    private static bool MayRepeat(CallFailure failure, bool repeatUnknown) =>
        failure == CallFailure.Refused || (failure == CallFailure.Unknown && repeatUnknown);

    // Full jitter: those who met once do not meet again.
    private TimeSpan Pause(int attempt) => TimeSpan.FromMilliseconds(
        chance.NextDouble() * Math.Min(LongestPauseMilliseconds, FirstPauseMilliseconds * (1 << attempt)));
}
