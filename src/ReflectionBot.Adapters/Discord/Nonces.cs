using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace ReflectionBot.Adapters.Discord;

/// <summary>The name of one message of a Delivery: the same for every attempt, so that Discord brings the first one instead of a second.</summary>
internal static class Nonces
{
    /// <summary>Discord's limit.</summary>
    public const int MaxLength = 25;

    public static string Of(string deliveryId, int part)
    {
        if (part == 0 && deliveryId.Length <= MaxLength)
        {
            return deliveryId;
        }

        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{deliveryId}/{part.ToString(CultureInfo.InvariantCulture)}"));
        var number = new BigInteger(hash.AsSpan(0, 10), isUnsigned: true);
        return number.ToString(CultureInfo.InvariantCulture);
    }
}
