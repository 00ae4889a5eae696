using System.Linq.Expressions;
using System.Reflection;
using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Execution;

/// <summary>Properties and methods to the fields of one type: their definitions, and what resolves them.</summary>
internal sealed class FieldReader(TypeCatalog catalog, string typeName)
{
    public FieldDefinitionNode Read(PropertyInfo property, Type parent)
    {
        Bind(SchemaNames.Field(property), new FieldBinding(Getter(property, parent))
        {
            Permission = PermissionReader.Read(property, parent),
            Requires = [property.Name],
            IdOf = IdOf(property),
        });
        return Describe(property, parent);
    }

    public FieldDefinitionNode Describe(PropertyInfo property, Type parent)
    {
        var type = ClrReference.Of(property);
        return new FieldDefinitionNode
        {
            Name = Sdl.Name(SchemaNames.Field(property)),
            Description = Sdl.Text(catalog.Descriptions.Of(property)),
            Type = catalog.ExplicitReference(property, type, input: false) ?? catalog.Outputs.Reference(type),
            Directives = [.. DirectiveReader.ReadField(property, parent)],
        };
    }

    public FieldDefinitionNode Read(MethodInfo method)
    {
        var resolver = ResolverCompiler.Compile(new ResolverMethod(method, catalog));
        Bind(SchemaNames.Field(method), new FieldBinding(resolver)
        {
            Permission = PermissionReader.Read(method),
            Requires = Required(method),
            IdOf = IdOf(method),
        });
        return Describe(method);
    }

    public FieldDefinitionNode Describe(MethodInfo method)
    {
        var resolver = new ResolverMethod(method, catalog);
        return new FieldDefinitionNode
        {
            Name = Sdl.Name(SchemaNames.Field(method)),
            Description = Sdl.Text(catalog.Descriptions.Of(method)),
            Arguments = [.. resolver.DescribeArguments()],
            Type = ResultReference(resolver),
            Directives = [.. DirectiveReader.ReadField(method, method.DeclaringType!)],
        };
    }

    public FieldDefinitionNode ReadMutation(MethodInfo method)
    {
        var convention = method.GetCustomAttribute<UseMutationConventionAttribute>();
        if (!catalog.Configuration.MutationConventions || convention is { Disable: true })
        {
            return Read(method);
        }

        var mutation = new MutationConvention(catalog, method, convention);
        Bind(mutation.FieldName, new FieldBinding(mutation.Compile()) { Permission = PermissionReader.Read(method) });
        return mutation.Describe();
    }

    public FieldDefinitionNode ReadSubscription(MethodInfo method)
    {
        var resolver = new ResolverMethod(method, catalog);
        var source = new SubscriptionSource(resolver, catalog);
        var name = SchemaNames.SubscriptionField(method);
        Bind(name, new FieldBinding(ResolverCompiler.Compile(resolver))
        {
            Permission = PermissionReader.Read(method),
            Events = source.Compile(),
        });
        var field = Describe(method);
        IReadOnlyList<InputValueDefinitionNode> arguments = [.. field.Arguments, .. source.DescribeArguments(field.Arguments)];
        return new FieldDefinitionNode
        {
            Name = Sdl.Name(name),
            Description = field.Description,
            Arguments = arguments,
            Type = field.Type,
            Directives = Joining(method, source, arguments) ? [Sdl.Directive("joinable"), .. field.Directives] : field.Directives,
        };
    }

    /// <summary>Whether the field is joinable without saying so. What it says must make sense.</summary>
    private bool Joining(MethodInfo method, SubscriptionSource source, IReadOnlyList<InputValueDefinitionNode> arguments)
    {
        if (method.GetCustomAttribute<JoinableAttribute>() is not { } joinable)
        {
            return source.IsTopic && catalog.Configuration.SourceSchemaDefaults;
        }

        return Array.Find(joinable.Unless, name => arguments.All(argument => argument.Name.Value != name)) is { } unknown
            ? throw new SchemaMistakeException($"{typeName}.{SchemaNames.SubscriptionField(method)} is joinable unless \"{unknown}\", which is no argument of it.")
            : false;
    }

    /// <summary>The type whose ids a member gives; null when they go out as they are.</summary>
    public string? IdOf(MemberInfo member)
        => catalog.Nodes is null || member.GetCustomAttribute<IDAttribute>() is not { } id ? null
            : id.Entity is { } entity ? catalog.Outputs.ObjectName(entity)
            : typeName;

    public void Bind(string fieldName, FieldBinding binding)
    {
        if (!catalog.Bindings.TryAdd($"{typeName}.{fieldName}", binding))
        {
            throw new SchemaMistakeException($"The field {typeName}.{fieldName} is defined twice.");
        }
    }

    private static IReadOnlyList<string>? Required(MethodInfo method)
        => method.GetParameters().Select(parameter => parameter.GetCustomAttribute<ParentAttribute>()).FirstOrDefault(parent => parent is not null) switch
        {
            null => [],
            { Requires.Count: 0 } => null,
            var parent => parent.Requires,
        };

    private TypeNode ResultReference(ResolverMethod resolver)
    {
        var type = resolver.Result;
        if (resolver.Method.IsDefined(typeof(BatchResolverAttribute)))
        {
            type = type.Item ?? throw new SchemaMistakeException($"{resolver} must give a list, one item for each parent.");
        }

        if (Connections.ItemType(type.Type) is { } item)
        {
            var paging = resolver.Method.GetCustomAttribute<UsePagingAttribute>();
            var name = Connections.Define(catalog, item, paging?.ConnectionName, paging?.IncludeTotalCount ?? true);
            return type.Nullable ? Sdl.Named(name) : Sdl.NonNull(Sdl.Named(name));
        }

        // What may be refused may be null: the refusal is then the field's error.
        return catalog.ExplicitReference(resolver.Method, type, input: false)
            ?? catalog.Outputs.Reference(resolver.MayBeRefused ? type with { Nullable = true } : type);
    }

    private static ResolverSource Getter(PropertyInfo property, Type parent)
    {
        var value = Expression.Parameter(typeof(object), "parent");
        var body = Expression.Property(Expression.Convert(value, parent), property);
        var function = typeof(Func<,>).MakeGenericType(typeof(object), property.PropertyType);
        return new ResolverSource(property.PropertyType, ResolverKind.Pure, CompiledOnCall.Of(Expression.Lambda(function, body, value)));
    }
}
