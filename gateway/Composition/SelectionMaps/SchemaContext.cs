namespace FinFlow.Gateway.Composition;

/// <summary>Several source schemas seen as one: what a selection can speak of. Internal types and fields are not part of it.</summary>
internal sealed class SchemaContext(IReadOnlyList<SourceSchema> schemas)
{
    /// <summary>
    /// The definitions of a field. A field that an abstract type does not define itself is there when each of its possible types has it.
    /// </summary>
    public IReadOnlyList<SourceField> Fields(string typeName, string fieldName)
    {
        List<SourceField> own = [.. Types(typeName)
            .Select(type => type.Fields.GetValueOrDefault(fieldName)).OfType<SourceField>().Where(field => !field.IsInternal)];
        if (own.Count > 0 || KindOf(typeName) is not (TypeKind.Interface or TypeKind.Union))
        {
            return own;
        }

        var possible = PossibleTypes(typeName).Select(type => Fields(type, fieldName)).ToList();
        return possible.TrueForAll(fields => fields.Count > 0) ? [.. possible.SelectMany(fields => fields)] : [];
    }

    public TypeKind? KindOf(string typeName)
        => Types(typeName).FirstOrDefault()?.Kind ?? (SourceSchema.BuiltInScalars.Contains(typeName) ? TypeKind.Scalar : null);

    public IReadOnlySet<string> PossibleTypes(string typeName)
        => schemas.SelectMany(schema => schema.PossibleTypes(typeName)).Where(type => !type.IsInternal).Select(type => type.Name)
            .Order(StringComparer.Ordinal).ToHashSet();

    public SourceType? FindType(string typeName) => Types(typeName).FirstOrDefault();

    private IEnumerable<SourceType> Types(string name)
        => schemas.Select(schema => schema.FindType(name)).OfType<SourceType>().Where(type => !type.IsInternal);
}
