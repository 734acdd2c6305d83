using System.Diagnostics;
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
    private static readonly TimeSpan AWhile = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Beginning = TimeSpan.FromSeconds(30);
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
            await KnockAsync();
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

    /// <summary>Time stands until it is so by itself, and moves on where it does not become so.</summary>
    /// <remarks>For beginnings: what runs for the first time is compiled first, which takes no virtual time.</remarks>
    public async Task BeginAsync(Func<Task<bool>> holds, string what)
    {
        if (!await StandAsync(holds, Still))
        {
            await UntilAsync(holds, Beginning, what);
        }
    }

    /// <summary>Time moves on until it is so. Answers how much has passed.</summary>
    public Task<TimeSpan> UntilAsync(Func<Task<bool>> holds, TimeSpan within, string what) =>
        UntilAsync(holds, within, what, TimeSpan.Zero);

    /// <summary>
    /// The same for what is to come at once: at each step time stands for a while, so that what passes is not this
    /// machine's own time.
    /// </summary>
    public Task<TimeSpan> SoonAsync(Func<Task<bool>> holds, TimeSpan within, string what) =>
        UntilAsync(holds, within, what, AWhile);

    private async Task<TimeSpan> UntilAsync(Func<Task<bool>> holds, TimeSpan within, string what, TimeSpan patience)
    {
        var began = clock.GetUtcNow();
        while (!await StandAsync(holds, patience))
        {
            if (clock.GetUtcNow() - began > within)
            {
                // What is due already may only be waiting for this machine.
                Assert.True(await StandAsync(holds, Still), $"It is not so within {within}: {what}.");
                break;
            }

            await StepAsync();
        }

        return clock.GetUtcNow() - began;
    }

    private async Task<bool> StandAsync(Func<Task<bool>> holds, TimeSpan patience)
    {
        var began = Stopwatch.GetTimestamp();
        while (!await holds())
        {
            if (Stopwatch.GetElapsedTime(began) >= patience)
            {
                return false;
            }

            await KnockAsync();
        }

        return true;
    }

    private async Task KnockAsync()
    {
        using var answer = await Knocking.GetAsync(venue.Knock);
    }
}
