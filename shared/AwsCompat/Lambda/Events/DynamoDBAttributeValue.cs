using System.Text.Json.Serialization;

namespace Amazon.Lambda.DynamoDBEvents;

public partial class DynamoDBEvent
{
    /// <summary>One value: exactly one of the members is set.</summary>
    public class AttributeValue
    {
        /// <summary>Text.</summary>
        [JsonPropertyName("S")]
        public string? S { get; set; }

        /// <summary>A number, as text with up to 38 digits.</summary>
        [JsonPropertyName("N")]
        public string? N { get; set; }

        /// <summary>Bytes.</summary>
        [JsonPropertyName("B")]
        public MemoryStream? B { get; set; }

        /// <summary>True or false.</summary>
        [JsonPropertyName("BOOL")]
        public bool? BOOL { get; set; }

        /// <summary>True where the value is null.</summary>
        [JsonPropertyName("NULL")]
        public bool? NULL { get; set; }

        /// <summary>A map.</summary>
        [JsonPropertyName("M")]
        public Dictionary<string, AttributeValue>? M { get; set; }

        /// <summary>A list.</summary>
        [JsonPropertyName("L")]
        public List<AttributeValue>? L { get; set; }

        /// <summary>A set of texts.</summary>
        [JsonPropertyName("SS")]
        public List<string>? SS { get; set; }

        /// <summary>A set of numbers.</summary>
        [JsonPropertyName("NS")]
        public List<string>? NS { get; set; }
    }
}
