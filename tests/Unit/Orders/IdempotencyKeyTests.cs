using TradingPlatform.Core.Orders;

namespace TradingPlatform.Unit.Orders;

public sealed class IdempotencyKeyTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("-")]
    [InlineData("0190f0a2-6b1c-7d3e-9f10-aabbccddeeff")]
    [InlineData("AZaz09-_")]
    public void A_slug_is_a_key(string text) => Assert.Equal(text, IdempotencyKey.Parse(text).Text);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a b")]
    [InlineData("a#b")]
    [InlineData("a\nb")]
    [InlineData("a\0")]
    [InlineData("ä")]
    [InlineData("１")]
    public void Anything_else_is_none(string? text)
    {
        Assert.False(IdempotencyKey.TryParse(text, out var key));
        Assert.Throws<InvalidOperationException>(() => key.Text);
    }

    [Fact]
    public void A_key_has_at_most_64_characters()
    {
        Assert.True(IdempotencyKey.TryParse(new string('k', 64), out _));
        Assert.False(IdempotencyKey.TryParse(new string('k', 65), out _));
    }
}
