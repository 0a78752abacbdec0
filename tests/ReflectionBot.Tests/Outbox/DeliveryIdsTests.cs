using System.Security.Cryptography;
using ReflectionBot.Outbox;

namespace ReflectionBot.Tests.Outbox;

public sealed class DeliveryIdsTests
{
    /// <summary>Rows of an earlier version still wait under their names. Worked out with other means: the first 16 bytes, little-endian, in base 36.</summary>
    [Fact]
    public void A_name_is_the_same_in_every_version()
    {
        Assert.Equal("9xyiinzuw1l0x9d9exdkpn5xz", DeliveryIds.Of(SHA256.HashData("0/tg/7"u8)));
        Assert.Equal("0000000000000000000000001", DeliveryIds.Of([1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]));
        Assert.Equal("f5lxx1zz5pnorynqglhzmsp33", DeliveryIds.Of([.. Enumerable.Repeat(byte.MaxValue, 16)]));
    }
}
