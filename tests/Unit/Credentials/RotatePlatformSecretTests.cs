using TradingPlatform.Core.Credentials;
using TradingPlatform.Core.Secrets;
using TradingPlatform.Unit.Fakes;

namespace TradingPlatform.Unit.Credentials;

public sealed class RotatePlatformSecretTests
{
    private const string Id = "/platform/signing";
    private readonly Rotating _secrets = new();
    private readonly RotatePlatformSecret _rotate;

    public RotatePlatformSecretTests() => _rotate = new RotatePlatformSecret(
        _secrets, new CountingSecrets(),
        new SecretTrail(new MemoryItemStore(), new FixedCall(), new CountingIds(), new AutoClock()));

    [Fact]
    public async Task Whatever_step_fails_and_however_often_they_come_the_version_has_one_value_and_becomes_current()
    {
        for (var failing = 0; failing < 20; failing++)
        {
            foreach (var after in (bool[])[false, true])
            {
                _secrets.Reset(failing, after);
                // Secrets Manager begins again from the first step after any failure.
                while (!_secrets.Standing.IsCurrent)
                {
                    try
                    {
                        await AllAsync();
                    }
                    catch (IOException)
                    {
                        Assert.False(_secrets.Standing.IsCurrent && _secrets.Value is null);
                    }
                }

                _secrets.Heal();
                await AllAsync();
                Assert.Equal(1, _secrets.Values);
            }
        }
    }

    [Fact]
    public async Task A_step_is_refused_where_the_secret_does_not_rotate_or_the_version_is_not_being_made()
    {
        foreach (var standing in new RotationStanding[] { new(false, true, false), new(true, false, false) })
        {
            _secrets.Standing = standing;
            foreach (var step in Steps())
            {
                await Assert.ThrowsAsync<InvalidOperationException>(step);
            }
        }
    }

    [Fact]
    public async Task A_version_without_a_value_or_with_one_that_signs_nothing_does_not_become_current()
    {
        foreach (var step in Steps().Skip(1))
        {
            await Assert.ThrowsAsync<InvalidOperationException>(step);
        }

        _secrets.Value = new Secret("too short");
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => _rotate.TestAsync(Id, "v", CancellationToken.None));
        Assert.False(_secrets.Standing.IsCurrent);
    }

    private async Task AllAsync()
    {
        foreach (var step in Steps())
        {
            await step();
        }
    }

    private IEnumerable<Func<Task>> Steps() =>
    [
        () => _rotate.CreateAsync(Id, "v", null, CancellationToken.None),
        () => _rotate.SetAsync(Id, "v", CancellationToken.None),
        () => _rotate.TestAsync(Id, "v", CancellationToken.None),
        () => _rotate.FinishAsync(Id, "v", CancellationToken.None),
    ];

    private sealed class Rotating : IRotatingSecrets
    {
        private int _calls;
        private int _failAt;
        private bool _after;

        public RotationStanding Standing { get; set; } = new(true, true, false);

        public Secret? Value { get; set; }

        /// <summary>How many different values the version was given.</summary>
        public int Values { get; private set; }

        public void Reset(int failAt, bool after) =>
            (_calls, _failAt, _after, Standing, Value, Values) = (0, failAt, after, new(true, true, false), null, 0);

        public void Heal() => _failAt = 0;

        public Task<RotationStanding> FindAsync(string secretId, string version, CancellationToken cancellation) =>
            Answer(() => Standing);

        public Task<Secret?> FindPendingAsync(string secretId, string version, CancellationToken cancellation) =>
            Answer(() => Value);

        public Task PutPendingAsync(
            string secretId, string version, Secret value, Secret? proof, CancellationToken cancellation) =>
            Answer(() =>
            {
                Values += Value is null ? 1 : 0;
                Value ??= value;
                return true;
            });

        public Task PromoteAsync(string secretId, string version, CancellationToken cancellation) =>
            Answer(() =>
            {
                Standing = new RotationStanding(true, false, true);
                return true;
            });

        private Task<T> Answer<T>(Func<T> act)
        {
            var fails = ++_calls == _failAt;
            if (fails && !_after)
            {
                return Task.FromException<T>(new IOException());
            }

            var result = act();
            return fails ? Task.FromException<T>(new IOException()) : Task.FromResult(result);
        }
    }
}
