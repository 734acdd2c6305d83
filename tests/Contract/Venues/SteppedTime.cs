using TradingPlatform.Contract.Binance;

namespace TradingPlatform.Contract.Venues;

/// <summary>
/// Moves virtual time past an adapter on real sockets. After each step the venue is asked something and answers: so
/// time moves no faster than this machine answers, however slow it is.
/// </summary>
internal sealed class SteppedTime(ManualClock clock, IVenueDouble venue, Func<Task> everyFiveSeconds)
{
    private const int KnocksAStep = 8;
    private const int StepsASecond = 4;

    private static readonly TimeSpan Still = TimeSpan.FromSeconds(2);
    private static readonly HttpClient Knocking = new();
    private int _steps;

    public ManualClock Clock => clock;

    /// <summary>One step: the exchange and its clients do what there is to do.</summary>
    public async Task StepAsync()
    {
        clock.Advance(TimeSpan.FromSeconds(1) / StepsASecond);
        _steps++;
        if (_steps % StepsASecond == 0)
        {
            venue.Beat();
            venue.Relay?.Drop();
        }

        if (_steps % (5 * StepsASecond) == 0)
        {
            await everyFiveSeconds();
        }

        for (var knock = 0; knock < KnocksAStep; knock++)
        {
            using var answer = await Knocking.GetAsync(venue.Knock);
        }
    }

    public async Task PassAsync(TimeSpan time)
    {
        for (var until = clock.GetUtcNow() + time; clock.GetUtcNow() < until;)
        {
            await StepAsync();
        }
    }

    /// <summary>
    /// Time stands while the work goes on by itself, and moves on until it has ended where it does not.
    /// </summary>
    public async Task<T> RunAsync<T>(Task<T> work)
    {
        await Task.WhenAny(work, Task.Delay(Still));
        while (!work.IsCompleted)
        {
            await StepAsync();
        }

        return await work;
    }

    /// <summary>Time moves on until it is so. Answers how much has passed.</summary>
    public async Task<TimeSpan> UntilAsync(Func<Task<bool>> holds, TimeSpan within, string what)
    {
        var began = clock.GetUtcNow();
        while (!await holds())
        {
            Assert.True(clock.GetUtcNow() - began <= within, $"It is not so within {within}: {what}.");
            await StepAsync();
        }

        return clock.GetUtcNow() - began;
    }
}
