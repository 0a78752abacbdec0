using System.Security.Cryptography;
using System.Text;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Storage.Encryption;

namespace ReflectionBot.Tests.Storage;

public sealed class VaultTests
{
    private static readonly Address Ann = Address.Parse("local:ann");
    private static readonly Address Ben = Address.Parse("local:ben");

    private readonly Vault _vault = new(new MasterKey(Enumerable.Range(0, 32).Select(i => (byte)i).ToArray()));

    [Fact]
    public void What_was_sealed_opens_in_its_place_only()
    {
        var (key, other) = (_vault.NewKey(Ann), _vault.NewKey(Ann));
        var field = Vault.Seal(key, Ann, "conversation.state", "words"u8);
        Assert.Equal("words", Encoding.UTF8.GetString(Vault.Open(key, Ann, "conversation.state", field)));
        Assert.Throws<AuthenticationTagMismatchException>(() => Vault.Open(key, Ben, "conversation.state", field));
        Assert.Throws<AuthenticationTagMismatchException>(() => Vault.Open(key, Ann, "entry.body/e1", field));
        Assert.Throws<AuthenticationTagMismatchException>(() => Vault.Open(key with { Id = key.Id + 1 }, Ann, "conversation.state", field));
        Assert.Throws<AuthenticationTagMismatchException>(() => Vault.Open(other, Ann, "conversation.state", field));
    }

    [Fact]
    public void A_changed_byte_anywhere_is_noticed()
    {
        var key = _vault.NewKey(Ann);
        var field = Vault.Seal(key, Ann, "c", "words"u8);
        for (var i = 0; i < field.Length; i++)
        {
            var changed = field.ToArray();
            changed[i] ^= 1;
            Assert.ThrowsAny<CryptographicException>(() => Vault.Open(key, Ann, "c", changed));
        }

        Assert.ThrowsAny<CryptographicException>(() => Vault.Open(key, Ann, "c", []));
    }

    [Fact]
    public void The_same_words_never_look_the_same_twice()
    {
        var key = _vault.NewKey(Ann);
        Assert.NotEqual(Vault.Seal(key, Ann, "c", "words"u8), Vault.Seal(key, Ann, "c", "words"u8));
    }

    [Fact]
    public void A_key_is_unwrapped_only_for_its_address_and_by_its_master()
    {
        var key = _vault.NewKey(Ann);
        Assert.Equal(key.Raw, _vault.Unwrap(Ann, key.Id, key.Wrapped).Raw);
        Assert.Throws<AuthenticationTagMismatchException>(() => _vault.Unwrap(Ben, key.Id, key.Wrapped));
        Assert.Throws<AuthenticationTagMismatchException>(() => new Vault(new MasterKey(new byte[32])).Unwrap(Ann, key.Id, key.Wrapped));
        Assert.Equal(-1, key.Wrapped.AsSpan().IndexOf(key.Raw.AsSpan(0, 8)));
    }

    [Fact]
    public void Names_are_the_same_each_time_differ_by_input_and_by_master_and_fit_a_nonce()
    {
        var other = new Vault(new MasterKey(new byte[32]));
        Assert.Equal(_vault.InputTag("telegram:1"), _vault.InputTag("telegram:1"));
        Assert.NotEqual(_vault.InputTag("telegram:1"), _vault.InputTag("telegram:2"));
        Assert.NotEqual(_vault.InputTag("telegram:1"), other.InputTag("telegram:1"));
        var ids = Enumerable.Range(0, 500).Select(i => _vault.OutboxId("telegram:1", i)).ToList();
        Assert.Equal(500, ids.Distinct().Count());
        Assert.All(ids, id => Assert.True(id.Length == 25 && id.All(c => c is (>= '0' and <= '9') or (>= 'a' and <= 'z'))));
    }

    [Fact]
    public void Each_purpose_has_its_own_key_and_the_id_gives_none_away()
    {
        var master = new MasterKey(new byte[32]);
        Assert.NotEqual(master.Derive("a"), master.Derive("b"));
        Assert.Matches("^[0-9a-f]{16}$", master.Id);
        Assert.Equal(master.Id, new MasterKey(new byte[32]).Id);
        Assert.Throws<ArgumentException>(() => new MasterKey(new byte[31]));
    }
}
