using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Unit.Orders;

public sealed class OrderIdTests
{
    private static readonly TenantId Tenant = TenantId.Parse("t1");
    private static readonly OrderId Id = OrderId.Derive(Tenant, IdempotencyKey.Parse("k1"));

    [Fact]
    public void One_tenant_and_key_name_one_order_for_ever()
    {
        // Pinned: another derivation would make every stored key name a new order.
        Assert.Equal(Id, OrderId.Derive(TenantId.Parse("t1"), IdempotencyKey.Parse("k1")));
        Assert.NotEqual(Id, OrderId.Derive(TenantId.Parse("t2"), IdempotencyKey.Parse("k1")));
        Assert.NotEqual(Id, OrderId.Derive(Tenant, IdempotencyKey.Parse("k2")));
        Assert.NotEqual(Id, OrderId.DeriveLeg(Tenant, IdempotencyKey.Parse("k1"), "limit"));
        Assert.NotEqual(
            OrderId.DeriveReplacement(Tenant, Id, 1), OrderId.DeriveReplacement(Tenant, Id, 2));
    }

    [Fact]
    public void What_the_exchange_sees_is_a_lower_case_UUID_of_version_4()
    {
        var text = Id.ToClientOrderId().Text;

        Assert.Matches("^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", text);
    }

    [Fact]
    public void What_the_exchange_sees_leads_back_to_the_order()
    {
        Assert.True(OrderId.TryFrom(Id.ToClientOrderId(), out var order));
        Assert.Equal(Id, order);
    }

    [Theory]
    [InlineData("x-TKT5PX2F-1")]
    [InlineData("01234567-89AB-8def-8123-456789abcdef")]
    [InlineData("0123456-789ab-8def-8123-456789abcdef")]
    [InlineData("0123456789ab8def8123456789abcdef")]
    public void What_others_place_leads_to_no_order(string client) =>
        Assert.False(OrderId.TryFrom(new ClientOrderId(client), out _));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("../../etc/passwd")]
    [InlineData("ABCDEFABCDEFABCDEFABCDEFABCDEFAB")]
    [InlineData("0123456789abcdef0123456789abcdef0")]
    public void Text_that_is_no_id_is_not_read(string? text) => Assert.False(OrderId.TryParse(text, out _));

    [Fact]
    public void Naming_nothing_throws_when_it_is_read() =>
        Assert.Throws<InvalidOperationException>(() => default(OrderId).Text);
}
