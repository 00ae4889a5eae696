using System.Text;

namespace FinFlow.Journeys.Tests;

/// <summary>Fields of a message by their numbers. https://protobuf.dev/programming-guides/encoding/</summary>
internal static class Protobuf
{
    private const int Varint = 0, Fixed64 = 1, LengthDelimited = 2, Fixed32 = 5;

    public static IEnumerable<byte[]> Messages(byte[] message, int number)
    {
        for (var at = 0; at < message.Length;)
        {
            var tag = ReadVarint(message, ref at);
            switch ((int)(tag & 7))
            {
                case Varint: ReadVarint(message, ref at); break;
                case Fixed64: at += 8; break;
                case Fixed32: at += 4; break;
                case LengthDelimited:
                    var length = (int)ReadVarint(message, ref at);
                    if ((int)(tag >> 3) == number)
                    {
                        yield return message[at..(at + length)];
                    }

                    at += length;
                    break;
                default: throw new InvalidDataException($"{tag & 7} is no wire type.");
            }
        }
    }

    public static string Text(byte[] message, int number) => Encoding.UTF8.GetString(Messages(message, number).FirstOrDefault() ?? []);

    /// <returns>In hexadecimal digits, as ids of traces are written.</returns>
    public static string Bytes(byte[] message, int number) => Convert.ToHexStringLower(Messages(message, number).FirstOrDefault() ?? []);

    private static ulong ReadVarint(byte[] message, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = message[at++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }
    }
}
