using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace FinFlow.Analytics;

/// <summary>Pages of text, lines and areas in one embedded font. ISO 32000-1; only what reports need.</summary>
internal sealed class PdfDocument(TrueTypeFont font)
{
    private const int Catalog = 1;
    private const int PageTree = 2;
    private const int Font = 3;
    private const int CharacterFont = 4;
    private const int Descriptor = 5;
    private const int FontFile = 6;
    private const int ToUnicode = 7;
    private const int FirstPage = 8;

    private readonly List<PdfPage> pages = [];
    private readonly SortedDictionary<int, Rune> used = [];
    private readonly List<int> offsets = [];
    private readonly ArrayBufferWriter<byte> output = new();

    internal TrueTypeFont Typeface => font;

    internal PdfPage AddPage()
    {
        var page = new PdfPage(this);
        pages.Add(page);
        return page;
    }

    /// <summary>The glyphs of a text as the content stream names them, remembered so that a reader can copy the text out again.</summary>
    internal string Encode(string text) => string.Concat(text.EnumerateRunes().Select(character =>
    {
        var glyph = font.GlyphOf(character);
        used.TryAdd(glyph, character);
        return glyph.ToString("X4", CultureInfo.InvariantCulture);
    }));

    internal byte[] ToBytes(string title)
    {
        Write("%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n");
        Object($"<< /Type /Catalog /Pages {PageTree} 0 R /Lang (en) /ViewerPreferences << /DisplayDocTitle true >> >>");
        Object($"<< /Type /Pages /Count {pages.Count} /Kids [{string.Join(' ', pages.Select((_, index) => $"{FirstPage + (2 * index)} 0 R"))}] >>");
        WriteFont();
        foreach (var page in pages)
        {
            var content = offsets.Count + 2;
            Object(
                $"<< /Type /Page /Parent {PageTree} 0 R /MediaBox [0 0 {Number(PdfPage.Width)} {Number(PdfPage.Height)}] "
                + $"/Resources << /Font << /F {Font} 0 R >> >> /Contents {content} 0 R >>");
            Stream(Encoding.ASCII.GetBytes(page.Content), "");
        }

        Object($"<< /Title <FEFF{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(title))}> /Producer (FinFlow) >>");
        return Finish();
    }

    internal static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private void WriteFont()
    {
        var (ascent, descent) = (font.Ascent, font.Descent);
        Object($"<< /Type /Font /Subtype /Type0 /BaseFont /DejaVuSans /Encoding /Identity-H /DescendantFonts [{CharacterFont} 0 R] /ToUnicode {ToUnicode} 0 R >>");
        Object(
            "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /DejaVuSans /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
            + $"/FontDescriptor {Descriptor} 0 R /CIDToGIDMap /Identity /W [{string.Join(' ', used.Keys.Select(glyph => $"{glyph} [{font.WidthOf(glyph)}]"))}] >>");
        Object(
            $"<< /Type /FontDescriptor /FontName /DejaVuSans /Flags 4 /FontBBox [{string.Join(' ', font.Box)}] /ItalicAngle 0 "
            + $"/Ascent {ascent} /Descent {descent} /CapHeight {ascent} /StemV 80 /FontFile2 {FontFile} 0 R >>");
        Stream(font.File, $"/Length1 {font.File.Length} ");
        Stream(Encoding.ASCII.GetBytes(UnicodeMap()), "");
    }

    // At most a hundred entries in a block: Adobe Technical Note 5014.
    private string UnicodeMap()
    {
        var map = new StringBuilder("/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def\n1 begincodespacerange <0000> <FFFF> endcodespacerange\n");
        foreach (var block in used.Chunk(100))
        {
            map.Append(CultureInfo.InvariantCulture, $"{block.Length} beginbfchar\n");
            foreach (var (glyph, character) in block)
            {
                map.Append(CultureInfo.InvariantCulture, $"<{glyph:X4}> <{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(character.ToString()))}>\n");
            }

            map.Append("endbfchar\n");
        }

        return map.Append("endcmap CMapName currentdict /CMap defineresource pop end end\n").ToString();
    }

    private void Object(string body)
    {
        offsets.Add(output.WrittenCount);
        Write($"{offsets.Count} 0 obj\n{body}\nendobj\n");
    }

    private void Stream(ReadOnlySpan<byte> content, string entries)
    {
        using var packed = new MemoryStream();
        using (var deflate = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            deflate.Write(content);
        }

        offsets.Add(output.WrittenCount);
        Write($"{offsets.Count} 0 obj\n<< /Filter /FlateDecode {entries}/Length {packed.Length} >>\nstream\n");
        output.Write(packed.GetBuffer().AsSpan(0, (int)packed.Length));
        Write("\nendstream\nendobj\n");
    }

    private byte[] Finish()
    {
        var table = output.WrittenCount;
        Write($"xref\n0 {offsets.Count + 1}\n0000000000 65535 f \n");
        offsets.ForEach(offset => Write($"{offset:D10} 00000 n \n"));
        Write($"trailer\n<< /Size {offsets.Count + 1} /Root {Catalog} 0 R /Info {offsets.Count} 0 R >>\nstartxref\n{table}\n%%EOF\n");
        return output.WrittenSpan.ToArray();
    }

    private void Write(string text) => output.Write(Encoding.Latin1.GetBytes(text));
}
