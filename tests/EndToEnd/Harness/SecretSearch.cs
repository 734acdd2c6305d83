using System.Text;

namespace TradingPlatform.EndToEnd.Harness;

/// <summary>Searches what a run has left behind for every key that was used in it.</summary>
internal static class SecretSearch
{
    // A beginning is as telling as the whole; the ending of the API key alone is shown on purpose.
    private const int Telling = 20;

    /// <summary>Fails the test where a file of the folder, or one of the texts, holds the beginning of a key.</summary>
    public static void AssertNone(string folder, IEnumerable<VenueKey> keys, params string[] texts)
    {
        var beginnings = keys.SelectMany(key => new[] { key.ApiKey, key.SecretKey })
            .Where(secret => secret.Length > Telling).Select(secret => secret[..Telling]).Distinct().ToList();
        foreach (var file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
        {
            var bytes = File.ReadAllBytes(file);
            Assert.All(beginnings, secret => Assert.True(
                bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)) < 0, $"A key is in {file}"));
        }

        Assert.All(texts, text => Assert.All(
            beginnings, secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal)));
    }
}
