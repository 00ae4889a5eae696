using FinFlow.GraphQL.Execution;
using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Data;

/// <summary>The input types of `where` and `order`: `PaymentFilterInput`, `PaymentSortInput`, and one set of operations for each kind of field.</summary>
internal static class FilterTypes
{
    private static readonly string[] Equality = ["eq", "neq"];
    private static readonly string[] Membership = ["in", "nin"];
    private static readonly string[] Text = ["contains", "ncontains", "startsWith", "nstartsWith", "endsWith", "nendsWith"];
    private static readonly string[] Combination = ["and", "or"];
    private static readonly string[] Comparison = ["gt", "ngt", "gte", "ngte", "lt", "nlt", "lte", "nlte"];

    public static string DefineFilter(Type item, ITypeRegistry types)
    {
        var name = $"{types.OutputName(item)}FilterInput";
        types.Define(name, () => new InputObjectTypeDefinitionNode
        {
            Name = new NameNode(name),
            Fields =
            [
                Field("and", new ListTypeNode(NonNull(name))),
                Field("or", new ListTypeNode(NonNull(name))),
                .. FilterField.Of(item).Select(field => Field(field.Name, Named(DefineOperations(field, types)))),
            ],
        });
        return name;
    }

    public static string DefineSort(Type item, ITypeRegistry types)
    {
        var name = $"{types.OutputName(item)}SortInput";
        types.Define("SortEnumType", () => new EnumTypeDefinitionNode
        {
            Name = new NameNode("SortEnumType"),
            Values = [new EnumValueDefinitionNode { Name = new NameNode("ASC") }, new EnumValueDefinitionNode { Name = new NameNode("DESC") }],
        });
        types.Define(name, () => new InputObjectTypeDefinitionNode
        {
            Name = new NameNode(name),
            Fields = [.. FilterField.Of(item).Select(field => Field(field.Name, Named("SortEnumType")))],
        });
        return name;
    }

    private static string DefineOperations(FilterField field, ITypeRegistry types)
    {
        var operand = field.IsId ? Named("ID") : Nullable(types.InputReference(field.Type));
        var name = $"{((NamedTypeNode)operand).Name.Value}OperationFilterInput";
        types.Define(name, () => new InputObjectTypeDefinitionNode
        {
            Name = new NameNode(name),
            Fields =
            [
                .. (field.Type == typeof(string) && !field.IsId ? Combination : []).Select(operation => Field(operation, new ListTypeNode(NonNull(name)))),
                .. Equality.Select(operation => Field(operation, operand)),
                .. (field.Type == typeof(bool) ? [] : Membership).Select(operation => Field(operation, new ListTypeNode(operand))),
                .. (field.Type == typeof(string) && !field.IsId ? Text : []).Select(operation => Field(operation, operand)),
                .. (field.IsComparable ? Comparison : []).Select(operation => Field(operation, operand)),
            ],
        });
        return name;
    }

    private static InputValueDefinitionNode Field(string name, TypeNode type) => new() { Name = new NameNode(name), Type = type };

    private static NamedTypeNode Named(string name) => new(new NameNode(name));

    private static NonNullTypeNode NonNull(string name) => new(Named(name));

    private static TypeNode Nullable(TypeNode type) => type is NonNullTypeNode nonNull ? nonNull.Type : type;
}
