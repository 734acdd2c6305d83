using System.Globalization;
using TradingPlatform.Core.Accounts;

namespace TradingPlatform.Credentials;

/// <summary>How long a replaced key is kept (setting <c>Credentials:OldKeyMinutes</c>; 1440, a day).</summary>
internal static class OldKeySettings
{
    private const int Otherwise = 24 * 60;

    /// <exception cref="InvalidOperationException">The setting is no whole number above zero.</exception>
    public static OldKeys Read(IConfiguration configuration)
    {
        var minutes = Otherwise;
        return configuration["Credentials:OldKeyMinutes"] is { } text
            && !(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out minutes) && minutes > 0)
            ? throw new InvalidOperationException(
                "The setting Credentials:OldKeyMinutes must be a whole number above zero.")
            : new OldKeys(TimeSpan.FromMinutes(minutes));
    }
}
