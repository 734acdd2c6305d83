namespace TradingPlatform.Exchanges.Bitget;

/// <summary>The checksum of IEEE 802.3, as zip and Ethernet have it. The framework has it in a package alone.</summary>
internal static class Crc32
{
    private const uint Polynomial = 0xEDB88320;

    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(Remainder)];

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var sum = uint.MaxValue;
        foreach (var value in bytes)
        {
            sum = Table[(sum ^ value) & 0xFF] ^ (sum >> 8);
        }

        return ~sum;
    }

    private static uint Remainder(int value)
    {
        var rest = (uint)value;
        for (var bit = 0; bit < 8; bit++)
        {
            rest = (rest & 1) == 1 ? (rest >> 1) ^ Polynomial : rest >> 1;
        }

        return rest;
    }
}
