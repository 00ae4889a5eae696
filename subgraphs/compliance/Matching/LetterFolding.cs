using System.Collections.Frozen;
using System.Text;

namespace FinFlow.Compliance;

/// <summary>Writes a name with the plain letters a to z as far as they go: accents fall away, Cyrillic and Greek are transliterated.</summary>
/// <remarks>It works by its own table, since the process runs without the operating system's culture data. Other scripts stay as they are.</remarks>
internal static class LetterFolding
{
    private const string Accented = """
        a àáâãäåāăąǎǟǡǻȁȃȧḁạảấầẩẫậắằẳẵặ
        b ḃḅḇ
        c çćĉċčḉ
        d ďḋḍḏḑḓ
        e èéêëēĕėęěȅȇȩḕḗḙḛḝẹẻẽếềểễệ
        f ḟ
        g ĝğġģǧǵḡ
        h ĥȟḣḥḧḩḫẖ
        i ìíîïĩīĭįǐȉȋḭḯỉị
        j ĵǰ
        k ķǩḱḳḵ
        l ĺļľḷḹḻḽ
        m ḿṁṃ
        n ñńņňǹṅṇṉṋ
        o òóôõöōŏőơǒǫǭȍȏȫȭȯȱṍṏṑṓọỏốồổỗộớờởỡợ
        p ṕṗ
        r ŕŗřȑȓṙṛṝṟ
        s śŝşšșṡṣṥṧṩ
        t ţťțṫṭṯṱẗ
        u ùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻụủứừửữự
        v ṽṿ
        w ŵẁẃẅẇẉẘ
        x ẋẍ
        y ýÿŷȳẏẙỳỵỷỹ
        z źżžẑẓẕ
        ae æǽǣ
        d đðɖ
        h ħ
        i ı
        l łŀ
        o øǿ
        oe œ
        s ſ
        ss ß
        t ŧ
        th þ
        e əɛ
        """;

    private const string Transliterated = """
        а a|б b|в v|г g|д d|е e|ё e|ж zh|з z|и i|й i|к k|л l|м m|н n|о o|п p|р r|с s|т t|у u|ф f|х kh|ц ts|ч ch|ш sh|щ shch|ъ|ы y|ь|э e|ю yu|я ya
        і i|ї i|є ie|ґ g|ў u|ј j|љ lj|њ nj|ђ dj|ћ c|џ dz|ѓ gj|ќ kj
        α a|β v|γ g|δ d|ε e|ζ z|η i|θ th|ι i|κ k|λ l|μ m|ν n|ξ x|ο o|π p|ρ r|σ s|ς s|τ t|υ y|φ f|χ ch|ψ ps|ω o
        ά a|έ e|ή i|ί i|ό o|ύ y|ώ o
        """;

    private static readonly FrozenDictionary<char, string> Table = Build();

    public static string Fold(string name)
    {
        var folded = new StringBuilder(name.Length + 8);
        foreach (var letter in name)
        {
            var lower = char.ToLowerInvariant(letter);
            if (Table.TryGetValue(lower, out var plain))
            {
                folded.Append(plain);
            }
            else if (lower is < '\u0300' or > '\u036F')
            {
                // What was left out is a combining accent.
                folded.Append(lower);
            }
        }

        return folded.ToString();
    }

    private static FrozenDictionary<char, string> Build()
    {
        var accented = Accented.Split('\n', StringSplitOptions.TrimEntries).Select(line => line.Split(' ')).SelectMany(line => line[1].Select(letter => (letter, plain: line[0])));
        var transliterated = Transliterated.Split(['|', '\n'], StringSplitOptions.TrimEntries).Select(pair => (letter: pair[0], plain: pair.Length > 2 ? pair[2..] : ""));
        return accented.Concat(transliterated).ToFrozenDictionary(pair => pair.letter, pair => pair.plain);
    }
}
