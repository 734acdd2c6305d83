using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Accounts;

/// <summary>Names a linked exchange account within its tenant; the contract calls it <c>configId</c>.</summary>
/// <remarks>A slug (API.md). <c>default(AccountId)</c> names no account: reading its text throws.</remarks>
public readonly record struct AccountId
{
    private readonly string? _text;

    private AccountId(string text) => _text = text;

    /// <summary>The id as the contract has it.</summary>
    public string Text => _text ?? throw new InvalidOperationException("This AccountId names no account.");

    /// <summary>Reads an id. False where the text cannot be one.</summary>
    public static bool TryParse(string? text, out AccountId account)
    {
        account = Slug.IsValid(text) ? new AccountId(text!) : default;
        return account._text is not null;
    }

    /// <summary>Reads an id that is known to be good.</summary>
    /// <exception cref="FormatException">It is not one.</exception>
    public static AccountId Parse(string text) =>
        TryParse(text, out var account) ? account : throw new FormatException("This text is no account id.");

    /// <inheritdoc/>
    public override string ToString() => _text ?? "(no account)";
}
