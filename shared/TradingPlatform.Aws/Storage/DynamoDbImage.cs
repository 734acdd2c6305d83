using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using TradingPlatform.Core.Storage;

namespace TradingPlatform.Aws.Storage;

/// <summary>An image of an item as the table's stream carries it (<c>NewImage</c> in a Lambda event).</summary>
public static class DynamoDbImage
{
    /// <summary>The item of the image.</summary>
    /// <exception cref="FormatException">The image is no item's.</exception>
    public static Item Read(JsonElement image)
    {
        var attributes = new Dictionary<string, AttributeValue>(StringComparer.Ordinal);
        foreach (var attribute in image.EnumerateObject())
        {
            attributes[attribute.Name] = Value(attribute.Value);
        }

        return DynamoDbItems.Read(attributes);
    }

    // Items have text, numbers and truths; whatever else stands in the table, no item reads.
    private static AttributeValue Value(JsonElement typed)
    {
        if (typed.TryGetProperty("S", out var text))
        {
            return new AttributeValue { S = text.GetString() };
        }

        if (typed.TryGetProperty("N", out var number))
        {
            return new AttributeValue { N = number.GetString() };
        }

        return typed.TryGetProperty("BOOL", out var truth)
            ? new AttributeValue { BOOL = truth.GetBoolean() }
            : new AttributeValue { NULL = true };
    }
}
