using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Hosting.Problems;
using TradingPlatform.Orders.Views;

namespace TradingPlatform.Orders;

/// <summary>Turns the order of a request into the domain's terms, or says what is wrong with it.</summary>
internal static class TicketReader
{
    /// <summary>
    /// Reads an order. False where it is malformed; then <paramref name="problem"/> says all that is.
    /// </summary>
    public static bool TryRead(
        OrderRequest request, out AccountId account, out OrderTicket ticket, out Problem? problem)
    {
        var errors = new FieldErrors();
        ticket = null!;
        problem = null;
        if (!AccountId.TryParse(request.ConfigId, out account))
        {
            problem = Problem.Of(ProblemCode.NotFound, "There is no such exchange account.");
            return false;
        }

        errors.Require(
            Symbol.TryParse(request.Symbol, out var symbol), "symbol", "must be BASE-QUOTE, in upper case");
        Positive(errors, "quantity", request.Quantity);
        Positive(errors, "quoteQuantity", request.QuoteQuantity);
        Positive(errors, "price", request.Price);
        Positive(errors, "stopPrice", request.StopPrice);
        Positive(errors, "icebergQuantity", request.IcebergQuantity);
        if (errors.IsEmpty)
        {
            ticket = new OrderTicket(symbol, request.Side, request.Type)
            {
                Quantity = request.Quantity is { } quantity ? new Quantity(quantity) : null,
                QuoteQuantity = request.QuoteQuantity,
                Price = PriceOf(request.Price),
                StopPrice = PriceOf(request.StopPrice),
                TrailingDeltaBps = request.TrailingDeltaBps,
                IcebergQuantity = request.IcebergQuantity is { } iceberg ? new Quantity(iceberg) : null,
                // The contract's default, for the kinds that have a choice.
                TimeInForce = request.TimeInForce ?? (request.Type.HasTimeInForce() ? TimeInForce.Gtc : null),
            };
            foreach (var (field, message) in TicketRules.Check(ticket))
            {
                errors.Add(field, message);
            }
        }

        problem = errors.Problem;
        return problem is null;
    }

    /// <summary>The same for two requests that ask for the same, however they spell their numbers.</summary>
    public static string Fingerprint(params ReadOnlySpan<object?> parts)
    {
        var text = new StringBuilder(160);
        foreach (var part in parts)
        {
            text.Append(part switch
            {
                decimal amount => amount.ToString("0.############################", CultureInfo.InvariantCulture),
                Price price => price.Value.ToString("0.############################", CultureInfo.InvariantCulture),
                Quantity quantity =>
                    quantity.Value.ToString("0.############################", CultureInfo.InvariantCulture),
                IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
                _ => part?.ToString(),
            }).Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 16));
    }

    /// <summary>Of an order.</summary>
    public static string Fingerprint(AccountId account, OrderTicket ticket) => Fingerprint(
        account.Text, ticket.Symbol.Text, ticket.Side, ticket.Type, ticket.Quantity, ticket.QuoteQuantity, ticket.Price,
        ticket.StopPrice, ticket.TimeInForce, ticket.TrailingDeltaBps, ticket.IcebergQuantity);

    /// <summary>Notes an amount that is given and not above zero.</summary>
    public static void Positive(FieldErrors errors, string field, decimal? amount) =>
        errors.Require(amount is null or > 0, field, "must be above zero");

    private static Price? PriceOf(decimal? price) => price is { } value ? new Price(value) : null;
}
