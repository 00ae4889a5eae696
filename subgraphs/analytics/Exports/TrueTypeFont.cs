using System.Buffers.Binary;
using System.Text;

namespace FinFlow.Analytics;

/// <summary>What a PDF needs to know of a font file. https://learn.microsoft.com/typography/opentype/spec/otff</summary>
internal sealed class TrueTypeFont
{
    private readonly byte[] file;
    private readonly Dictionary<string, int> tables = [];
    private readonly Dictionary<int, int> glyphs = [];
    private readonly int unitsPerEm;
    private readonly int metricCount;

    internal TrueTypeFont(byte[] file)
    {
        this.file = file;
        for (var entry = 12; entry < 12 + (16 * U16(4)); entry += 16)
        {
            tables[Encoding.ASCII.GetString(file, entry, 4)] = (int)U32(entry + 8);
        }

        unitsPerEm = U16(tables["head"] + 18);
        metricCount = U16(tables["hhea"] + 34);
        ReadCharacters();
    }

    internal ReadOnlySpan<byte> File => file;

    internal int Ascent => PerMille(S16(tables["hhea"] + 4));

    internal int Descent => PerMille(S16(tables["hhea"] + 6));

    /// <summary>Left, bottom, right and top of all glyphs, in thousandths of the size.</summary>
    internal IEnumerable<int> Box => Enumerable.Range(0, 4).Select(side => PerMille(S16(tables["head"] + 36 + (2 * side))));

    /// <summary>0, the empty box, for a character that the font lacks.</summary>
    internal int GlyphOf(Rune character) => glyphs.GetValueOrDefault(character.Value);

    /// <summary>In thousandths of the size.</summary>
    internal int WidthOf(int glyph) => PerMille(U16(tables["hmtx"] + (4 * Math.Min(glyph, metricCount - 1))));

    internal double WidthOf(string text, double size) => text.EnumerateRunes().Sum(character => WidthOf(GlyphOf(character))) * size / 1000;

    private int PerMille(int units) => (int)Math.Round(units * 1000.0 / unitsPerEm);

    // Segments of the basic plane are enough: titles are the only text that is not ours.
    private void ReadCharacters()
    {
        var cmap = tables["cmap"];
        var segments = Enumerable.Range(0, U16(cmap + 2))
            .Select(encoding => cmap + (int)U32(cmap + 4 + (8 * encoding) + 4))
            .First(subtable => U16(subtable) == 4);
        var length = U16(segments + 6);
        for (var segment = 0; segment < length; segment += 2)
        {
            var (end, start) = (U16(segments + 14 + segment), U16(segments + 16 + length + segment));
            var (delta, offsetAt) = (U16(segments + 16 + (2 * length) + segment), segments + 16 + (3 * length) + segment);
            for (var character = start; character <= end && character < 0xFFFF; character++)
            {
                var direct = U16(offsetAt) == 0;
                var glyph = direct ? character : U16(offsetAt + U16(offsetAt) + (2 * (character - start)));
                glyphs[character] = glyph == 0 && !direct ? 0 : (glyph + delta) & 0xFFFF;
            }
        }
    }

    private int U16(int at) => BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(at));

    private int S16(int at) => BinaryPrimitives.ReadInt16BigEndian(file.AsSpan(at));

    private uint U32(int at) => BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at));
}
