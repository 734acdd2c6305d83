using TradingPlatform.Embedded.SimulatedExchange.Engine;

namespace TradingPlatform.Embedded.SimulatedExchange.Rest;

/// <summary>Reads a new order from its parameters, and says what is missing or too much for its type.</summary>
internal static class OrderRequest
{
    /// <summary>Returns null where the request cannot be an order; the parameters then hold the reason.</summary>
    public static NewOrder? Read(RestCall call, Market? market)
    {
        var parameters = call.Parameters;
        var side = ReadSide(parameters);
        var type = ReadWord(parameters, "type"u8, Words.ParseType, new Refusal(-1116, "Invalid orderType."));
        if (market is null || side is null || type is null)
        {
            return null;
        }

        var timeInForce = ReadTimeInForce(parameters, "timeInForce"u8);
        var order = new NewOrder
        {
            Market = market,
            Side = side.Value,
            Type = type.Value,
            TimeInForce = timeInForce ?? TimeInForce.GoodTillCancelled,
            Quantity = parameters.Amount("quantity"u8),
            QuoteQuantity = parameters.Amount("quoteOrderQty"u8),
            Price = parameters.Amount("price"u8),
            StopPrice = parameters.Amount("stopPrice"u8),
            TrailingDelta = (int)Math.Min(parameters.Number("trailingDelta"u8) ?? 0, int.MaxValue),
            IcebergQuantity = parameters.Amount("icebergQty"u8),
            ClientOrderId = parameters.ClientId("newClientOrderId"u8) ?? call.Floor.NewClientId(),
            SelfTrade = ReadSelfTrade(parameters),
            StrategyId = parameters.Number("strategyId"u8),
            StrategyType = parameters.Number("strategyType"u8),
        };
        CheckShape(parameters, order);
        return parameters.Failure is null ? order : null;
    }

    /// <summary>ACK, RESULT or FULL; without the parameter, limit and market orders answer in full.</summary>
    public static ResponseType ReadResponseType(RequestParameters parameters, bool isFullByDefault)
    {
        switch (parameters.Text("newOrderRespType"u8))
        {
            case null:
                return isFullByDefault ? ResponseType.Full : ResponseType.Acknowledgement;
            case "ACK":
                return ResponseType.Acknowledgement;
            case "RESULT":
                return ResponseType.Result;
            case "FULL":
                return ResponseType.Full;
            default:
                parameters.Fail(new Refusal(-1130, "Data sent for parameter 'newOrderRespType' is not valid."));
                return ResponseType.Acknowledgement;
        }
    }

    public static Side? ReadSide(RequestParameters parameters) =>
        ReadWord(parameters, "side"u8, Words.ParseSide, new Refusal(-1117, "Invalid side."));

    public static TimeInForce? ReadTimeInForce(RequestParameters parameters, ReadOnlySpan<byte> name) =>
        parameters.Has(name)
            ? ReadWord(parameters, name, Words.ParseTimeInForce, new Refusal(-1115, "Invalid timeInForce."))
            : null;

    public static SelfTradePrevention ReadSelfTrade(RequestParameters parameters) =>
        !parameters.Has("selfTradePreventionMode"u8) ? SelfTradePrevention.ExpireMaker : ReadWord(
            parameters,
            "selfTradePreventionMode"u8,
            Words.ParseSelfTrade,
            new Refusal(-1130, "Data sent for parameter 'selfTradePreventionMode' is not valid."))
            ?? SelfTradePrevention.ExpireMaker;

    public static T? ReadWord<T>(
        RequestParameters parameters, ReadOnlySpan<byte> name, Func<string, T?> parse, Refusal otherwise)
        where T : struct
    {
        var text = parameters.RequiredText(name);
        var word = parse(text);
        if (word is null)
        {
            parameters.Fail(otherwise);
        }

        return word;
    }

    private static void CheckShape(RequestParameters parameters, NewOrder order)
    {
        switch (order.Type)
        {
            case OrderType.Market:
                RequireEither(parameters, "quantity"u8, "quoteOrderQty"u8);
                Forbid(parameters, "price"u8);
                Forbid(parameters, "timeInForce"u8);
                break;
            case OrderType.LimitMaker:
                Forbid(parameters, "timeInForce"u8);
                RequireQuantity(parameters, order);
                RequirePrice(parameters, order);
                break;
            default:
                RequireQuantity(parameters, order);
                if (order.IsMarket)
                {
                    Forbid(parameters, "price"u8);
                    Forbid(parameters, "timeInForce"u8);
                }
                else
                {
                    Require(parameters, "timeInForce"u8);
                    RequirePrice(parameters, order);
                }

                break;
        }

        CheckStop(parameters, order);
        if (order.IcebergQuantity > 0 && (order.IsMarket || order.TimeInForce is not TimeInForce.GoodTillCancelled))
        {
            parameters.Fail(new Refusal(-1014, "Unsupported order combination."));
        }

        if (order.StrategyType < 1_000_000)
        {
            parameters.Fail(new Refusal(-1134, "`strategyType` was less than 1000000."));
        }
    }

    private static void CheckStop(RequestParameters parameters, NewOrder order)
    {
        if (order.IsAlgo)
        {
            RequireEither(parameters, "stopPrice"u8, "trailingDelta"u8);
            if (order is { StopPrice: 0, TrailingDelta: 0 })
            {
                parameters.Fail(new Refusal(-1013, "Invalid stopPrice."));
            }
        }
        else
        {
            Forbid(parameters, "stopPrice"u8);
            Forbid(parameters, "trailingDelta"u8);
        }

        if (order.Type is not OrderType.Market)
        {
            Forbid(parameters, "quoteOrderQty"u8);
        }
        else if (order is { Quantity: > 0, QuoteQuantity: > 0 })
        {
            Forbid(parameters, "quoteOrderQty"u8);
        }
    }

    private static void RequireQuantity(RequestParameters parameters, NewOrder order)
    {
        Require(parameters, "quantity"u8);
        if (order.Quantity == 0)
        {
            parameters.Fail(Refusal.InvalidQuantity);
        }
    }

    private static void RequirePrice(RequestParameters parameters, NewOrder order)
    {
        Require(parameters, "price"u8);
        if (order.Price == 0)
        {
            parameters.Fail(Refusal.InvalidPrice);
        }
    }

    private static void Require(RequestParameters parameters, ReadOnlySpan<byte> name)
    {
        if (!parameters.Has(name))
        {
            parameters.FailMandatory(name);
        }
    }

    private static void RequireEither(RequestParameters parameters, ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        if (!parameters.Has(one) && !parameters.Has(other))
        {
            parameters.Fail(new Refusal(
                -1102,
                $"Param '{System.Text.Encoding.UTF8.GetString(one)}' or '{System.Text.Encoding.UTF8.GetString(other)}'"
                + " must be sent, but both were empty/null!"));
        }
    }

    private static void Forbid(RequestParameters parameters, ReadOnlySpan<byte> name)
    {
        if (parameters.Has(name))
        {
            parameters.Fail(new Refusal(
                -1106, $"Parameter '{System.Text.Encoding.UTF8.GetString(name)}' sent when not required."));
        }
    }
}
