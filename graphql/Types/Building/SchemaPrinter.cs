using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Types;

/// <summary>A schema as SDL, applied directives included; built-in definitions are left out.</summary>
public static class SchemaPrinter
{
    public static DocumentNode ToDocument(Schema schema) => throw new NotSupportedException();

    public static string Print(Schema schema) => SyntaxPrinter.Print(ToDocument(schema)) + "\n";
}
