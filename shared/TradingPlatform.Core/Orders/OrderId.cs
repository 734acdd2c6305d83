using System.Security.Cryptography;
using System.Text;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Orders;

/// <summary>
/// Names one order. Derived from the tenant and its key, so a request sent twice names the same order.
/// </summary>
/// <remarks>32 hexadecimal digits. <c>default(OrderId)</c> names no order: reading its text throws.</remarks>
public readonly record struct OrderId
{
    private readonly string? _text;

    private OrderId(string text) => _text = text;

    /// <summary>The id as the contract has it.</summary>
    public string Text => _text ?? throw new InvalidOperationException("This OrderId names no order.");

    /// <summary>The order that this tenant's key names, now and for ever.</summary>
    public static OrderId Derive(TenantId tenant, IdempotencyKey key) => new(Digest("order", tenant.Text, key.Text));

    /// <summary>One leg of the pair that this tenant's key names; never the id of a single order.</summary>
    public static OrderId DeriveLeg(TenantId tenant, IdempotencyKey key, string leg) =>
        new(Digest("leg-" + leg, tenant.Text, key.Text));

    /// <summary>
    /// The order that takes the place of this one when it is amended for the <paramref name="n"/>th time.
    /// </summary>
    public static OrderId DeriveReplacement(TenantId tenant, OrderId replaced, int n) =>
        new(Digest("replacement", tenant.Text, replaced.Text + "/" + n.ToString(Invariant)));

    /// <summary>What an order at an account's exchange that the platform did not place is called here.</summary>
    /// <remarks>With its pair: Binance numbers the orders of each pair by themselves.</remarks>
    public static OrderId DeriveExternal(
        TenantId tenant, Accounts.AccountId account, Symbol symbol, string exchangeOrderId) =>
        new(Digest("external", tenant.Text, $"{account.Text}/{symbol.Text}/{exchangeOrderId}"));

    /// <summary>Reads an id. False where the text cannot be one.</summary>
    public static bool TryParse(string? text, out OrderId order)
    {
        order = default;
        if (text is not { Length: 32 } || text.AsSpan().ContainsAnyExcept(LowerHex))
        {
            return false;
        }

        order = new OrderId(text);
        return true;
    }

    /// <summary>Reads an id that is known to be good.</summary>
    /// <exception cref="FormatException">It is not one.</exception>
    public static OrderId Parse(string text) =>
        TryParse(text, out var order) ? order : throw new FormatException("This text is no order id.");

    /// <summary>
    /// What the exchange is to know the order by: the same digits, written as the UUID that they are. Each order is
    /// sent under it at most once, so it needs no attempt number.
    /// </summary>
    public ClientOrderId ToClientOrderId()
    {
        var d = Text.AsSpan();
        return new ClientOrderId($"{d[..8]}-{d[8..12]}-{d[12..16]}-{d[16..20]}-{d[20..]}");
    }

    /// <summary>
    /// The order that an exchange's report is about, if it is one of the platform's: whether there is such an order,
    /// and whose, only the store says. False where no order of the platform could have this client order id.
    /// </summary>
    public static bool TryFrom(ClientOrderId client, out OrderId order)
    {
        order = default;
        return client.Text is { Length: 36 } text && text[8] == '-' && text[13] == '-' && text[18] == '-'
            && text[23] == '-' && TryParse(text.Replace("-", string.Empty, StringComparison.Ordinal), out order);
    }

    /// <inheritdoc/>
    public override string ToString() => _text ?? "(no order)";

    private static readonly System.Buffers.SearchValues<char> LowerHex =
        System.Buffers.SearchValues.Create("0123456789abcdef");

    private static System.Globalization.CultureInfo Invariant => System.Globalization.CultureInfo.InvariantCulture;

    // A UUID of version 4 without its hyphens: every exchange takes one as a client order id (FACTS.md E5). Coinbase's
    // Exchange API takes an order under any other version too, but then knows it by no id of ours, and it could not be
    // found again (its create-order reference, 'client_oid').
    private static string Digest(string purpose, string tenant, string name)
    {
        // None of the parts can hold a line break, so no two triples make the same text.
        var bytes = Encoding.UTF8.GetBytes($"{purpose}\n{tenant}\n{name}");
        var hash = SHA256.HashData(bytes).AsSpan(0, 16);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x40);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return Convert.ToHexStringLower(hash);
    }
}
