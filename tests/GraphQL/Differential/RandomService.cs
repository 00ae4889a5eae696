using System.Globalization;
using System.Text.Json.Nodes;

namespace FinFlow.GraphQL.Tests;

/// <summary>A schema and data for it, both made from a seed: all kinds of types, lists and non-nulls in any order, fields that fail or come late.</summary>
internal sealed class RandomService
{
    public const string Inputs =
        """
        enum E { A B C @deprecated }
        input In { a: Int! b: [String!] = ["x"] c: In e: E = B f: Float id: ID ok: Boolean }
        input One @oneOf { s: String n: Int list: [Int!] }
        """;

    private static readonly string[] Leaves = ["Int", "Float", "String", "Boolean", "ID", "E"];

    private readonly Random _random;
    private readonly bool _isLate;

    public RandomService(int seed)
    {
        _random = new Random(seed);
        // Which errors beside a null that propagates are still reported depends on timing; so what comes late never propagates.
        _isLate = seed % 2 == 1;
        var shared = MakeFields("i", 2);
        foreach (var type in (string[])["T0", "T1", "T2"])
        {
            var implements = type == "T0" || _random.Next(2) == 0;
            Fields[type] = [.. implements ? shared : [], .. MakeFields("f", 4)];
            Implementations.AddRange(implements ? [type] : []);
        }

        Members = _random.Next(2) == 0 ? ["T1"] : ["T1", "T2"];
        Fields["I"] = [.. shared];
        Fields["Query"] = [.. MakeFields("q", 3), ("node", "I"), ("any", "[U]"), ("one", "T0")];
        Root = Value("Query", 0)!;
    }

    /// <summary>Names and types of the fields that have no arguments, by type.</summary>
    public Dictionary<string, List<(string Name, string Type)>> Fields { get; } = [];

    public List<string> Implementations { get; } = [];

    public string[] Members { get; }

    public JsonNode Root { get; }

    public string Sdl => string.Join('\n',
    [
        .. Fields.Select(type => $"{(type.Key == "I" ? "interface" : "type")} {type.Key}{(Implementations.Contains(type.Key) ? " implements I" : "")} {{ "
            + string.Join(' ', type.Value.Select(member => $"{member.Name}: {member.Type}"))
            + (type.Key == "I" ? " }" : $" {Echoes} }}")),
        $"union U = {string.Join(" | ", Members)}",
        Inputs,
    ]);

    private static string Echoes => "echo(a: Int, b: [String!], in: In, one: One, e: E = C, f: Float = 1, id: ID, l: [[Int]]): String echoAll(x: Int! = 3, y: Boolean!): String!";

    public IEnumerable<string> PossibleTypes(string type) => type switch { "I" => Implementations, "U" => Members, _ => [type] };

    public static string Named(string type) => type.Trim('[', ']', '!').Replace("!", "", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal);

    private List<(string, string)> MakeFields(string prefix, int count)
        => [.. Enumerable.Range(0, count).Select(number => ($"{prefix}{number}", MakeType()))];

    private string MakeType()
    {
        if (_random.Next(10) < 6)
        {
            var leaf = Leaves[_random.Next(Leaves.Length)] + (_random.Next(3) == 0 ? "!" : "");
            return _random.Next(4) == 0 ? $"[{leaf}]{(_random.Next(3) == 0 ? "!" : "")}" : leaf;
        }

        var composite = _random.Next(6) switch { 0 => "I", 1 => "U", var number => $"T{number % 3}" };
        return _random.Next(2) switch { 0 => composite, _ => $"[{composite}{(_random.Next(2) == 0 ? "!" : "")}]" };
    }

    private JsonNode? Of(string type, int depth)
    {
        if (type.EndsWith('!'))
        {
            return !_isLate && _random.Next(25) == 0 ? Failing() : Present(type[..^1], depth);
        }

        if (_random.Next(6) == 0 || (depth > 3 && !type.StartsWith('[') && Fields.ContainsKey(type)) || (depth > 3 && type == "U"))
        {
            return _random.Next(3) == 0 ? new JsonObject { ["$error"] = $"Failed {_random.Next(100)}" } : null;
        }

        var value = Present(type, depth);
        return _isLate && _random.Next(4) == 0 ? new JsonObject { ["$later"] = value } : value;
    }

    private JsonObject? Failing() => _random.Next(2) == 0 ? null : new JsonObject { ["$error"] = "Failed" };

    private JsonNode? Present(string type, int depth) => type switch
    {
        _ when type.StartsWith('[') => new JsonArray([.. Enumerable.Range(0, depth > 3 ? 0 : _random.Next(4)).Select(_ => Item(type[1..^1], depth))]),
        "Int" => _random.Next(-1000, 1000),
        "Float" => _random.Next(1000) / 8.0,
        "Boolean" => _random.Next(2) == 0,
        "E" => "ABC"[_random.Next(3)].ToString(),
        "String" or "ID" => $"{type} é\n\"{_random.Next(1000).ToString(CultureInfo.InvariantCulture)}",
        "I" => Value(Implementations[_random.Next(Implementations.Count)], depth + 1),
        "U" => Value(Members[_random.Next(Members.Length)], depth + 1),
        _ => Value(type, depth + 1),
    };

    // Errors and lateness belong to fields, not to the items of their lists.
    private JsonNode? Item(string type, int depth)
        => type.EndsWith('!') ? !_isLate && _random.Next(25) == 0 ? null : Present(type[..^1], depth) : _random.Next(6) == 0 ? null : Present(type, depth);

    private JsonObject? Value(string type, int depth)
    {
        if (depth > 4)
        {
            return null;
        }

        var value = new JsonObject { ["__typename"] = type };
        foreach (var (name, fieldType) in Fields[type])
        {
            value[name] = Of(fieldType, depth);
        }

        return value;
    }
}
