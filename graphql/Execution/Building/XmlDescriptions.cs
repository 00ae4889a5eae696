using System.Collections.Concurrent;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace FinFlow.GraphQL.Execution;

/// <summary>Descriptions from the XML documentation beside an assembly. A missing file means no descriptions.</summary>
internal sealed partial class XmlDescriptions
{
    private readonly ConcurrentDictionary<Assembly, Dictionary<string, XElement>> _files = new();

    public string? Of(Type type) => Given(type) ?? Summary(Find(type, "T:" + NameOf(type)));

    public string? Of(MethodInfo method) => Given(method) ?? Summary(FindMethod(method));

    public string? Of(FieldInfo field) => Given(field) ?? Summary(Find(field.DeclaringType!, $"F:{NameOf(field.DeclaringType!)}.{field.Name}"));

    /// <summary>A property's summary, or the text of the positional record's parameter.</summary>
    public string? Of(PropertyInfo property) => Given(property)
        ?? Summary(Find(property.DeclaringType!, $"P:{NameOf(property.DeclaringType!)}.{property.Name}"))
        ?? Parameter(Find(property.DeclaringType!, "T:" + NameOf(property.DeclaringType!)), property.Name);

    public string? Of(ParameterInfo parameter)
    {
        if (parameter.GetCustomAttribute<GraphQLDescriptionAttribute>() is { } given)
        {
            return given.Description;
        }

        var element = parameter.Member is MethodInfo method
            ? FindMethod(method)
            : Find(parameter.Member.DeclaringType!, "T:" + NameOf(parameter.Member.DeclaringType!));
        return Parameter(element, parameter.Name!);
    }

    private static string? Given(MemberInfo member) => member.GetCustomAttribute<GraphQLDescriptionAttribute>()?.Description;

    private static string? Summary(XElement? member) => Text(member?.Element("summary"));

    private static string? Parameter(XElement? member, string name)
        => Text(member?.Elements("param").FirstOrDefault(param => (string?)param.Attribute("name") == name));

    private static string NameOf(Type type)
        => (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName!.Replace('+', '.');

    // Overloads are no fields, so a method is found by its name, whatever its parameters are.
    private XElement? FindMethod(MethodInfo method)
    {
        var name = $"M:{NameOf(method.DeclaringType!)}.{method.Name}";
        return Find(method.DeclaringType!, name) ?? Members(method.DeclaringType!.Assembly)
            .FirstOrDefault(pair => pair.Key.StartsWith(name + "(", StringComparison.Ordinal)).Value;
    }

    private XElement? Find(Type type, string id) => Members(type.Assembly).GetValueOrDefault(id);

    private Dictionary<string, XElement> Members(Assembly assembly) => _files.GetOrAdd(assembly, static assembly =>
    {
        var path = Path.ChangeExtension(assembly.Location, ".xml");
        return path.Length == 0 || !File.Exists(path)
            ? []
            : XDocument.Load(path).Descendants("member").Where(member => member.Attribute("name") is not null)
                .GroupBy(member => member.Attribute("name")!.Value).ToDictionary(group => group.Key, group => group.First());
    });

    private static string? Text(XElement? element)
    {
        if (element is null)
        {
            return null;
        }

        var text = new StringBuilder();
        Append(text, element);
        var plain = Whitespace().Replace(text.ToString(), " ").Trim();
        return plain.Length == 0 ? null : plain;
    }

    private static void Append(StringBuilder text, XElement element)
    {
        foreach (var node in element.Nodes())
        {
            switch (node)
            {
                case XText plain: text.Append(plain.Value); break;
                case XElement { Name.LocalName: "see" or "seealso" } see when see.IsEmpty: text.Append(Reference(see)); break;
                case XElement { Name.LocalName: "paramref" or "typeparamref" } name: text.Append((string?)name.Attribute("name")); break;
                case XElement { Name.LocalName: "c" } code: text.Append('`').Append(code.Value).Append('`'); break;
                case XElement other: Append(text, other); break;
            }
        }
    }

    private static string Reference(XElement see)
    {
        var target = (string?)see.Attribute("cref") ?? (string?)see.Attribute("langword") ?? (string?)see.Attribute("href") ?? "";
        var name = target.Split('(')[0];
        return target.Contains("://", StringComparison.Ordinal) ? target : name[(name.LastIndexOfAny(['.', ':']) + 1)..].Split('`')[0];
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Whitespace();
}
