using System.Text.Json;

namespace TradingPlatform.Contract.AwsClients;

internal static class ReceivedCallAssertions
{
    /// <summary>Members may stand in any order.</summary>
    public static void AssertIs(this ReceivedCall call, string target, string contentType, string body)
    {
        Assert.Equal(target, call.Target);
        Assert.Equal(contentType, call.ContentType);
        using var expected = JsonDocument.Parse(body);
        Assert.True(
            JsonElement.DeepEquals(expected.RootElement, call.Body), $"Sent: {call.Body.GetRawText()}");
    }
}
