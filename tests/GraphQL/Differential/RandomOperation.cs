using System.Text;
using System.Text.Json.Nodes;

namespace FinFlow.GraphQL.Tests;

/// <summary>An operation for a <see cref="RandomService"/>, with its variables; now and then something in it is wrong.</summary>
internal sealed class RandomOperation
{
    private static readonly (string Name, string Type)[] Echo =
        [("a", "Int"), ("b", "[String!]"), ("in", "In"), ("one", "One"), ("e", "E"), ("f", "Float"), ("id", "ID"), ("l", "[[Int]]")];

    private readonly RandomService _service;
    private readonly Random _random;
    private readonly bool _isIncremental;
    private readonly List<string> _definitions = [];
    private readonly List<(string Name, string On, string Body)> _fragments = [];
    private int _aliases;
    private int _conditions;

    /// <param name="service">What can be asked for.</param>
    /// <param name="seed">The same seed makes the same operation.</param>
    /// <param name="isIncremental">Whether fragments are deferred and lists streamed, some of them.</param>
    public RandomOperation(RandomService service, int seed, bool isIncremental = false)
    {
        _isIncremental = isIncremental;
        _service = service;
        _random = new Random(seed);
        var selections = Selections("Query", 0);
        var variables = _definitions.Count == 0 ? "" : $"({string.Join(", ", _definitions)})";
        Document = $"query Q{variables} {selections}\n" + string.Join('\n', _fragments.Select(fragment => $"fragment {fragment.Name} on {fragment.On} {fragment.Body}"));
        if (Chance(8))
        {
            Variables["unknown"] = 1;
        }
    }

    public string Document { get; }

    public JsonObject Variables { get; } = [];

    private string Selections(string type, int depth)
    {
        var text = new StringBuilder("{ ");
        for (var count = _random.Next(1, 5); count > 0; count--)
        {
            text.Append(Selection(type, depth)).Append(Directive()).Append(Chance(5) ? "\n  " : " ");
        }

        return text.Append(Chance(4) || type == "U" ? "__typename }" : "}").ToString();
    }

    // A directive after a selection set would not parse, so only what has none gets one here.
    private string Selection(string type, int depth)
    {
        var fields = _service.Fields.GetValueOrDefault(type) ?? [];
        switch (_random.Next(8))
        {
            case 0 when depth < 4:
                return $"...{Condition(type)}{Directive()}{Defer()} {Selections(type, depth + 1)} __typename";
            case 1 when depth < 4:
                var narrowed = _service.PossibleTypes(type).ElementAt(_random.Next(_service.PossibleTypes(type).Count()));
                return $"... on {narrowed}{Defer()} {Selections(narrowed, depth + 1)} __typename";
            case 2 when depth < 3:
                var name = $"F{_fragments.Count}";
                _fragments.Add((name, type, ""));
                var index = _fragments.Count - 1;
                _fragments[index] = (name, type, Selections(type, depth + 1));
                return $"...{name}{Defer()}";
            case 3 when type is not ("I" or "U"):
                return $"e{_aliases++}: echo{Arguments()}";
            case 4 when type is not ("I" or "U"):
                return $"e{_aliases++}: echoAll{(Chance(3) ? $"(y: {Literal("Boolean!", 0)})" : $"(x: {Literal("Int!", 0)}, y: true)")}";
            case 5 when Chance(150):
                return "nothing";
            default:
                return fields.Count == 0 ? "__typename" : Field(fields[_random.Next(fields.Count)], depth);
        }
    }

    private string Field((string Name, string Type) field, int depth)
    {
        var type = RandomService.Named(field.Type);
        var alias = Chance(6) ? $"x{_aliases++}: " : "";
        if (_isIncremental && field.Type.StartsWith('[') && Chance(3))
        {
            var stream = $"x{_aliases++}: {field.Name} @stream(initialCount: {_random.Next(3)})";
            return type is "I" or "U" || _service.Fields.ContainsKey(type) ? $"{stream} {Selections(type, depth + 1)} __typename" : stream;
        }

        return type is "I" or "U" || _service.Fields.ContainsKey(type)
            ? depth > 5 ? "__typename" : $"{alias}{field.Name}{Directive()} {Selections(type, depth + 1)} __typename"
            : alias + field.Name;
    }

    private string Defer() => !_isIncremental || Chance(3) ? "" : Chance(8) ? " @defer(if: false)" : $" @defer(label: \"d{_aliases++}\")";

    private string Condition(string type) => Chance(2) ? $" on {type}" : "";

    private string Directive() => _random.Next(14) switch
    {
        0 => " @skip(if: false)",
        1 => " @include(if: false)",
        2 => $" @include(if: {Variable("Boolean!")})",
        3 => $" @skip(if: {Variable("Boolean!")})",
        _ => "",
    };

    private string Arguments()
    {
        var given = Echo.Where(_ => Chance(3)).Select(argument => $"{argument.Name}: {Literal(argument.Type, 0)}").ToList();
        return given.Count == 0 ? "" : $"({string.Join(", ", given)})";
    }

    private string Literal(string type, int depth)
    {
        if (depth == 0 && Chance(3))
        {
            return Variable(type);
        }

        return Chance(150) ? "{ wrong: 1 }" : Write(Value(type, depth), type);
    }

    // JSON as a literal: keys without quotes, and enum values too.
    private static string Write(JsonNode? value, string type) => value switch
    {
        null => "null",
        JsonObject fields => $"{{ {string.Join(", ", fields.Select(field => $"{field.Key}: {Write(field.Value, InputType(type.TrimEnd('!'), field.Key))}"))} }}",
        JsonArray items => $"[{string.Join(", ", items.Select(item => Write(item, type.TrimEnd('!').Trim('[').TrimEnd(']'))))}]",
        _ when type.TrimEnd('!') == "E" => value.GetValue<string>(),
        _ => value.ToJsonString(),
    };

    private static string InputType(string input, string field) => (input, field) switch
    {
        ("In", "a") => "Int!", ("In", "b") => "[String!]", ("In", "c") => "In", ("In", "e") => "E", ("In", "f") => "Float", ("In", "id") => "ID", ("In", _) => "Boolean",
        (_, "s") => "String", (_, "n") => "Int", _ => "[Int!]",
    };

    private JsonNode? Value(string type, int depth)
    {
        if (!type.EndsWith('!') && Chance(8))
        {
            return null;
        }

        type = type.TrimEnd('!');
        return type switch
        {
            _ when type.StartsWith('[') => Chance(5) ? Value(type[1..^1] + "!", depth) : new JsonArray([.. Enumerable.Range(0, _random.Next(3)).Select(_ => Value(type[1..^1], depth + 1))]),
            "Int" => _random.Next(-9, 99),
            "Float" => _random.Next(2) == 0 ? _random.Next(9) : _random.Next(99) / 4.0,
            "Boolean" => _random.Next(2) == 0,
            "ID" => _random.Next(2) == 0 ? 7 : "seven",
            "E" => "ABC"[_random.Next(3)].ToString(),
            "String" => "text",
            "One" => Chance(2) ? new JsonObject { [Chance(30) ? "n" : "s"] = "s" } : new JsonObject { ["list"] = new JsonArray(1, 2) },
            _ => Input(depth),
        };
    }

    private JsonObject Input(int depth)
    {
        var input = new JsonObject();
        foreach (var field in (string[])["a", "b", "c", "e", "f", "id", "ok"])
        {
            if (field == "a" ? !Chance(60) : Chance(4) && (field != "c" || depth < 3))
            {
                input[field] = Value(InputType("In", field), depth + 1);
            }
        }

        return input;
    }

    private string Variable(string type)
    {
        // Conditions have a limit of their own, 64 in one operation.
        if (type == "Boolean!" && ++_conditions > 40)
        {
            return "true";
        }

        var name = $"v{_definitions.Count}";
        var declared = type == "Boolean!" || Chance(3) ? type : type.TrimEnd('!') + (Chance(3) ? "!" : "");
        var byDefault = Chance(4) ? $" = {Write(Value(declared.TrimEnd('!') + "!", 1), declared)}" : "";
        _definitions.Add($"${name}: {declared}{byDefault}");
        if (!Chance(60))
        {
            Variables[name] = Chance(60) ? new JsonObject { ["wrong"] = true } : Value(declared, 0);
        }

        return $"${name}";
    }

    private bool Chance(int oneIn) => _random.Next(oneIn) == 0;
}
