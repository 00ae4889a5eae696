namespace FinFlow.Gateway.Composition;

/// <summary>All source schemas, sorted by name, and what follows from looking at them together.</summary>
internal sealed class SourceSchemas(IEnumerable<SourceSchema> schemas)
{
    public IReadOnlyList<SourceSchema> All { get; } = [.. schemas.OrderBy(schema => schema.Name, StringComparer.Ordinal)];

    /// <summary>Filled by enrichment.</summary>
    public IReadOnlyList<Lookup> Lookups { get; set; } = [];

    public SourceSchema? Find(string name) => All.FirstOrDefault(schema => schema.Name == name);

    /// <summary>The types of one name across the schemas, in the order of the schemas.</summary>
    public IEnumerable<IGrouping<string, SourceType>> TypesByName => All.SelectMany(schema => schema.Types.Values).GroupBy(type => type.Name);

    /// <summary>Fields of one coordinate across the schemas; internal types and fields take no part.</summary>
    public IEnumerable<IReadOnlyList<SourceField>> FieldsByCoordinate
        => from types in TypesByName
           from fields in types.Where(type => !type.IsInternal).SelectMany(type => type.Fields.Values).Where(output => !output.IsInternal)
               .GroupBy(output => output.Name)
           select (IReadOnlyList<SourceField>)[.. fields];

    /// <summary>Fields of input objects of one coordinate across the schemas.</summary>
    public IEnumerable<IReadOnlyList<SourceInput>> InputFieldsByCoordinate
        => from types in TypesByName
           from fields in types.SelectMany(type => type.InputFields.Values).GroupBy(input => input.Name)
           select (IReadOnlyList<SourceInput>)[.. fields];

    /// <summary>The object types that a value of this type may have in any schema.</summary>
    public IReadOnlySet<string> PossibleTypes(string typeName)
        => All.SelectMany(schema => schema.PossibleTypes(typeName)).Select(type => type.Name).ToHashSet(StringComparer.Ordinal);

    /// <summary>The kind of the first definition; the five built-in scalars need none.</summary>
    public TypeKind? KindOf(string typeName)
        => All.Select(schema => schema.FindType(typeName)).FirstOrDefault(type => type is not null)?.Kind
            ?? (SourceSchema.BuiltInScalars.Contains(typeName) ? TypeKind.Scalar : null);
}
