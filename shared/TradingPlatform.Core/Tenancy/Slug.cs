namespace TradingPlatform.Core.Tenancy;

/// <summary>The one shape of every id that comes from outside: 1 to 64 of <c>A-Za-z0-9-_</c> (API.md).</summary>
public static class Slug
{
    /// <summary>The longest text that is a slug.</summary>
    public const int MaxLength = 64;

    /// <summary>True where the text has the shape.</summary>
    public static bool IsValid(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text.Length > MaxLength)
        {
            return false;
        }

        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_'))
            {
                return false;
            }
        }

        return true;
    }
}
