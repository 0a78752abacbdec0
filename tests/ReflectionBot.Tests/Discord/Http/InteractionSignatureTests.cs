using System.Numerics;
using System.Text;
using ReflectionBot.Adapters.Discord.Http;

namespace ReflectionBot.Tests.Discord.Http;

public sealed class InteractionSignatureTests
{
    private const string Timestamp = "1790000000";

    private static readonly ReferenceEd25519 _discord = new([.. Enumerable.Range(1, 32).Select(i => (byte)i)]);

    /// <summary>RFC 8032, 7.1: TEST 1 to 3.</summary>
    [Theory]
    [InlineData(
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b")]
    [InlineData(
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")]
    [InlineData(
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7", "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a")]
    public void The_vectors_of_the_rfc_hold(string secret, string key, string message, string signature)
    {
        Assert.True(Ed25519.Verify(Convert.FromHexString(key), Convert.FromHexString(signature), Convert.FromHexString(message)));

        var reference = new ReferenceEd25519(Convert.FromHexString(secret));
        Assert.Equal(key, Convert.ToHexStringLower(reference.PublicKey));
        Assert.Equal(signature, Convert.ToHexStringLower(reference.Sign(Convert.FromHexString(message))));
    }

    [Fact]
    public void What_anybody_signed_is_verified_and_a_single_changed_bit_is_not()
    {
        var random = new Random(8032);
        for (var i = 0; i < 12; i++)
        {
            var signer = new ReferenceEd25519(Bytes(random, 32));
            var message = Bytes(random, random.Next(300) + 1);
            var signature = signer.Sign(message);

            Assert.True(Ed25519.Verify(signer.PublicKey, signature, message));
            Assert.False(Ed25519.Verify(signer.PublicKey, signature, Changed(random, message)));
            Assert.False(Ed25519.Verify(signer.PublicKey, Changed(random, signature), message));
            Assert.False(Ed25519.Verify(Changed(random, signer.PublicKey), signature, message));
        }
    }

    [Fact]
    public void A_second_signature_made_from_a_good_one_is_refused()
    {
        var message = "a message"u8.ToArray();
        var signature = _discord.Sign(message);
        var s = new BigInteger(signature.AsSpan(32), isUnsigned: true);

        byte[] second = [.. signature.AsSpan(0, 32), .. ReferenceEd25519.Bytes(s + Ed25519.Order)];

        Assert.True(Ed25519.Verify(_discord.PublicKey, signature, message));
        Assert.False(Ed25519.Verify(_discord.PublicKey, second, message));
    }

    [Fact]
    public void Arithmetic_near_the_modulus_is_right()
    {
        var random = new Random(25519);
        BigInteger[] edges = [0, 1, 18, 19, 20, FieldElement.Modulus - 1, FieldElement.Modulus - 19, (BigInteger.One << 255) - 20, BigInteger.One << 254, (BigInteger.One << 51) - 1, BigInteger.One << 204];
        BigInteger[] numbers = [.. edges, .. Enumerable.Range(0, 40).Select(_ => new BigInteger(Bytes(random, 32), isUnsigned: true) % FieldElement.Modulus)];
        foreach (var a in numbers)
        {
            foreach (var b in numbers)
            {
                var (x, y) = (Element(a), Element(b));
                Assert.Equal((a + b) % FieldElement.Modulus, Number(x + y));
                Assert.Equal((a - b + FieldElement.Modulus) % FieldElement.Modulus, Number(x - y));
                Assert.Equal(a * b % FieldElement.Modulus, Number(x * y));
                Assert.Equal(a * b * b % FieldElement.Modulus, Number((x + y - y) * y * y));
            }
        }
    }

    [Fact]
    public void A_request_of_discords_is_known_by_timestamp_and_body()
    {
        var body = """{"type":1}"""u8.ToArray();
        var signature = Convert.ToHexStringLower(_discord.Sign([.. Encoding.ASCII.GetBytes(Timestamp), .. body]));
        var key = new InteractionSignature(Convert.ToHexStringLower(_discord.PublicKey));

        Assert.True(key.Covers(signature, Timestamp, body));
        Assert.True(key.Covers(signature.ToUpperInvariant(), Timestamp, body));
        Assert.False(key.Covers(signature, "1790000001", body));
        Assert.False(key.Covers(signature, Timestamp, """{"type":2}"""u8));
        Assert.False(new InteractionSignature("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a").Covers(signature, Timestamp, body));
    }

    [Theory]
    [InlineData("", Timestamp)]
    [InlineData("00", Timestamp)]
    [InlineData("zz", Timestamp)]
    [InlineData("SIGNATUREzz", Timestamp)]
    [InlineData("SIGNATURE", "")]
    [InlineData("SIGNATURE", "1790000000 1790000000 1790000000 1790000000")]
    [InlineData("SIGNATURE", "１７９００００００００")]
    public void Headers_that_can_be_none_are_refused(string signature, string timestamp)
    {
        var good = Convert.ToHexStringLower(_discord.Sign([.. Encoding.ASCII.GetBytes(Timestamp), 1]));
        var key = new InteractionSignature(Convert.ToHexStringLower(_discord.PublicKey));

        Assert.True(key.Covers(good, Timestamp, [1]));
        Assert.False(key.Covers(signature.Replace("SIGNATURE", signature.EndsWith("zz", StringComparison.Ordinal) ? good[..^2] : good, StringComparison.Ordinal), timestamp, [1]));
    }

    [Theory]
    [InlineData("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", true)]
    [InlineData("D75A980182B10AB7D54BFED3C964073A0EE172F3DAA62325AF021A68F707511A", true)]
    [InlineData("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f70751", false)]
    [InlineData("0200000000000000000000000000000000000000000000000000000000000000", false)]
    [InlineData("a token, by mistake", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_key_is_64_digits_that_are_on_the_curve(string? key, bool isOne) => Assert.Equal(isOne, InteractionSignature.IsKey(key));

    private static byte[] Bytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    private static byte[] Changed(Random random, byte[] bytes)
    {
        var changed = bytes.ToArray();
        changed[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        return changed;
    }

    private static FieldElement Element(BigInteger number) => FieldElement.Read(ReferenceEd25519.Bytes(number));

    private static BigInteger Number(FieldElement element)
    {
        var bytes = new byte[32];
        element.Write(bytes);
        return new BigInteger(bytes, isUnsigned: true);
    }
}
