using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Execution;

/// <summary>Refusals and exceptions to object types that implement `Error`.</summary>
internal static class ErrorTypes
{
    public static string Define(TypeCatalog catalog, Type error)
    {
        var name = SchemaNames.Error(error);
        catalog.ObjectNames[error] = name;
        catalog.Define(name, error, () => DefineObject(catalog, name, error));
        return name;
    }

    private static ObjectTypeDefinitionNode DefineObject(TypeCatalog catalog, string name, Type error)
    {
        var code = SchemaNames.ErrorCode(error);
        var reader = catalog.Outputs.Fields(name);
        reader.Bind("message", new FieldBinding(ResolverSource.Pure(DomainErrors.Message)));
        reader.Bind("code", new FieldBinding(ResolverSource.Pure(_ => code)));
        var details = OutputTypes.Properties(error)
            .Where(property => property.Name is not ("Message" or "Code") && property.DeclaringType!.Assembly != typeof(Exception).Assembly);
        return new ObjectTypeDefinitionNode
        {
            Name = Sdl.Name(name),
            Description = Sdl.Text(catalog.Descriptions.Of(error)),
            Interfaces = [Sdl.Named(DefineInterface(catalog))],
            // The same refusal may come from several source schemas.
            Directives = catalog.Configuration.SourceSchemaDefaults ? [Sdl.Directive("shareable")] : [],
            Fields = [.. MessageAndCode, .. details.Select(property => reader.Read(property, error))],
        };
    }

    private static FieldDefinitionNode[] MessageAndCode =>
    [
        Sdl.Field("message", Sdl.NonNull(Sdl.Named("String")), "One sentence for people."),
        Sdl.Field("code", Sdl.NonNull(Sdl.Named("String")), "The error's name for programs; it never changes."),
    ];

    private static string DefineInterface(TypeCatalog catalog)
    {
        if (catalog.Configuration.ErrorInterface is { } own)
        {
            return catalog.Outputs.Name(own);
        }

        catalog.Define("Error", () => new InterfaceTypeDefinitionNode
        {
            Name = Sdl.Name("Error"),
            Description = Sdl.Text("Why a mutation was refused."),
            Fields = MessageAndCode,
        });
        return "Error";
    }
}
