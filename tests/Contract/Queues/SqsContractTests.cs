using Amazon.SQS;
using TradingPlatform.Aws.Queues;
using TradingPlatform.Contract.AwsClients;
using TradingPlatform.Contract.Storage;
using TradingPlatform.Core.Queues;

namespace TradingPlatform.Contract.Queues;

/// <summary>The contract on SQS, over its protocol.</summary>
public sealed class SqsContractTests : WorkQueueContract
{
    /// <inheritdoc/>
    protected override async Task<IQueueSide> OpenAsync()
    {
        var clock = new SettableClock();
        var queues = new SqsQueues(clock, Hidden, mostReceives: 5);
        return new Side(await AwsService.StartAsync("sqs", queues.Answer), queues, clock);
    }

    private sealed class Side : IQueueSide
    {
        private const string Prefix = "trading-test-";
        private readonly AwsService _service;
        private readonly SqsQueues _queues;
        private readonly SettableClock _clock;
        private readonly AmazonSQSClient _client;

        public Side(AwsService service, SqsQueues queues, SettableClock clock)
        {
            (_service, _queues, _clock) = (service, queues, clock);
            _client = new AmazonSQSClient(AwsService.Credentials, service.Configure(new AmazonSQSConfig()));
            Queue = new SqsWorkQueue(
                _client, "https://sqs.eu-west-1.amazonaws.com/1/" + Prefix, new ImmediateClock());
        }

        public IWorkQueue Queue { get; }

        public void Advance(TimeSpan by) => _clock.Advance(by);

        public Task<IReadOnlyList<Taken>> TakeAsync(string queue, int most) =>
            Task.FromResult(_queues.Receive(Prefix + queue, most));

        public Task<IReadOnlyList<string>> GetDeadAsync(string queue) =>
            Task.FromResult(_queues.Dead(Prefix + queue));

        public ValueTask DisposeAsync()
        {
            _client.Dispose();
            return _service.DisposeAsync();
        }
    }
}
