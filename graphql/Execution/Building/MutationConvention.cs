using System.Reflection;
using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Execution;

/// <summary>
/// One mutation by the conventions: `m(input: MInput!): MPayload!`, where the payload has the result's fields, nullable, and
/// `errors: [MError!]`, the union of what the method declares.
/// </summary>
internal sealed class MutationConvention
{
    private readonly TypeCatalog _catalog;
    private readonly ResolverMethod _method;
    private readonly UseMutationConventionAttribute? _options;
    private readonly IReadOnlyList<Type> _errors;
    private readonly string _stem;

    public MutationConvention(TypeCatalog catalog, MethodInfo method, UseMutationConventionAttribute? options)
    {
        _catalog = catalog;
        _method = new ResolverMethod(method, catalog);
        _options = options;
        FieldName = SchemaNames.Field(method);
        _stem = SchemaNames.Pascal(FieldName);
        _errors =
        [
            .. method.GetCustomAttributes<DeclaredErrorAttribute>().Concat(method.DeclaringType!.GetCustomAttributes<DeclaredErrorAttribute>())
                .Select(attribute => attribute.Error).Distinct(),
        ];
    }

    public string FieldName { get; }

    // A method that takes its input as one record already says what the input is.
    private ParameterInfo? OwnInput => _method.Arguments.ToArray() is [{ Name: "input" } only] ? only : null;

    private string InputName => _options?.InputTypeName ?? _stem + "Input";

    private string PayloadName => _options?.PayloadTypeName ?? _stem + "Payload";

    // A result that is a payload by name gives its fields to the payload, instead of being one field of it.
    private bool ResultIsPayload => _method.Result.Type.Name.EndsWith("Payload", StringComparison.Ordinal);

    public FieldDefinitionNode Describe()
    {
        _catalog.Define(PayloadName, DefinePayload);
        return new FieldDefinitionNode
        {
            Name = Sdl.Name(FieldName),
            Description = Sdl.Text(_catalog.Descriptions.Of(_method.Method)),
            Arguments = [.. DescribeInput()],
            Type = Sdl.NonNull(Sdl.Named(PayloadName)),
            Directives = [.. DirectiveReader.ReadField(_method.Method, _method.Method.DeclaringType!)],
        };
    }

    public ResolverSource Compile()
    {
        var type = _method.Awaited == typeof(void) ? typeof(bool) : _method.Awaited;
        var outcome = new MutationOutcome($"Mutation.{FieldName}", _method.Adapter, _errors, ResolverCompiler.IsFieldResult(type));
        var resolve = typeof(MutationOutcome).GetMethod(nameof(MutationOutcome.Wrap))!.MakeGenericMethod(type)
            .Invoke(outcome, [ResolverCompiler.CompileValueTask(_method)])!;
        return new ResolverSource(typeof(MutationPayload), ResolverKind.ValueTask, (Delegate)resolve)
        {
            Arguments = ResolverCompiler.Binder(_method, _catalog.Converter, fromInput: OwnInput is null),
            KeepsContext = true,
        };
    }

    private IEnumerable<InputValueDefinitionNode> DescribeInput()
    {
        if (OwnInput is { } own)
        {
            return [_catalog.Inputs.Value(own)];
        }

        if (!_method.Arguments.Any())
        {
            return [];
        }

        _catalog.Define(InputName, () => new InputObjectTypeDefinitionNode
        {
            Name = Sdl.Name(InputName),
            Fields = [.. _method.Arguments.Select(_catalog.Inputs.Value)],
        });
        return [Sdl.Argument("input", Sdl.NonNull(Sdl.Named(InputName)))];
    }

    private ObjectTypeDefinitionNode DefinePayload()
    {
        var reader = _catalog.Outputs.Fields(PayloadName);
        var fields = ResultIsPayload ? PayloadFields(reader) : [ResultField(reader)];
        if (_errors.Count > 0)
        {
            fields.Add(ErrorsField(reader));
        }

        return new ObjectTypeDefinitionNode { Name = Sdl.Name(PayloadName), Fields = fields };
    }

    private List<FieldDefinitionNode> PayloadFields(FieldReader reader)
    {
        var fields = new List<FieldDefinitionNode>();
        foreach (var property in OutputTypes.Properties(_method.Result.Type))
        {
            var described = reader.Describe(property, property.DeclaringType!);
            reader.Bind(described.Name.Value, new FieldBinding(MutationPayload.Getter(property))
            {
                Permission = PermissionReader.Read(property, property.DeclaringType!),
                IdOf = reader.IdOf(property),
            });
            fields.Add(new FieldDefinitionNode
            {
                Name = described.Name,
                Description = described.Description,
                Type = Sdl.Nullable(described.Type),
                Directives = described.Directives,
            });
        }

        return fields;
    }

    private FieldDefinitionNode ResultField(FieldReader reader)
    {
        var isVoid = _method.Awaited == typeof(void);
        var type = isVoid ? ClrReference.Of(typeof(bool)) : _method.Result;
        var reference = Sdl.Nullable(_catalog.ExplicitReference(_method.Method, type, input: false) ?? _catalog.Outputs.Reference(type));
        var name = _options?.PayloadFieldName ?? (isVoid ? "success" : NameOfResult(type));
        reader.Bind(name, new FieldBinding(MutationPayload.Getter(type.Type)) { IdOf = reader.IdOf(_method.Method) });
        return Sdl.Field(name, reference);
    }

    private string NameOfResult(ClrReference type)
        => type.Item is { } item ? NameOfResult(item) + "s" : SchemaNames.Camel(_catalog.Outputs.Name(type.Type));

    private FieldDefinitionNode ErrorsField(FieldReader reader)
    {
        var union = _stem + "Error";
        _catalog.Define(union, () => new UnionTypeDefinitionNode
        {
            Name = Sdl.Name(union),
            Types = [.. _errors.Select(error => Sdl.Named(ErrorTypes.Define(_catalog, error)))],
        });
        reader.Bind("errors", new FieldBinding(ResolverSource.Pure(parent => ((MutationPayload)parent).Errors)));
        return Sdl.Field("errors", new ListTypeNode(Sdl.NonNull(Sdl.Named(union))), "Why the mutation was refused; null when it was not.");
    }
}
