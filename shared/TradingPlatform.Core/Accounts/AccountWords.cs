namespace TradingPlatform.Core.Accounts;

/// <summary>How the audit trail spells what an account's events tell.</summary>
internal static class AccountWords
{
    public static string YesNoUnknown(bool? value) => value switch
    {
        true => "yes",
        false => "no",
        null => "unknown",
    };
}
