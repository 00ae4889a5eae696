using System.Reflection;
using System.Security.Claims;
using FinFlow.GraphQL.Language;
using Microsoft.Extensions.DependencyInjection;

namespace FinFlow.GraphQL.Execution;

internal enum ParameterRole
{
    Parent, Argument, Service, DataLoader, CancellationToken, Context, User, IsSelected, EventMessage, ScopedState, Convention,
}

internal sealed record ResolverParameter(ParameterInfo Info, ParameterRole Role, IParameterConvention? Convention = null);

/// <summary>A method that resolves a field: what each of its parameters is, and what it gives in the end.</summary>
internal sealed class ResolverMethod
{
    private readonly TypeCatalog _catalog;

    public ResolverMethod(MethodInfo method, TypeCatalog catalog)
    {
        Method = method;
        _catalog = catalog;
        Result = ClrReference.OfResult(method, catalog.Configuration.ResultTypes);
        Parameters = [.. method.GetParameters().Select(Classify)];
    }

    public MethodInfo Method { get; }

    public IReadOnlyList<ResolverParameter> Parameters { get; }

    public InputConverter Converter => _catalog.Converter;

    /// <summary>The value's type, without tasks and result types.</summary>
    public ClrReference Result { get; }

    public ResultTypeAdapter? Adapter => _catalog.Configuration.ResultTypes
        .FirstOrDefault(result => Awaited is { IsGenericType: true } awaited && awaited.GetGenericTypeDefinition() == result.OpenType);

    public bool MayBeRefused => Adapter is not null || ResolverCompiler.IsFieldResult(Awaited);

    /// <summary>The return type without its task; <see cref="void"/> for a bare task.</summary>
    public Type Awaited => Method.ReturnType switch
    {
        { IsGenericType: true } type when type.GetGenericTypeDefinition() is { } open && (open == typeof(Task<>) || open == typeof(ValueTask<>))
            => type.GetGenericArguments()[0],
        var type when type == typeof(Task) || type == typeof(ValueTask) => typeof(void),
        var type => type,
    };

    public IEnumerable<ParameterInfo> Arguments => Parameters.Where(parameter => parameter.Role == ParameterRole.Argument).Select(parameter => parameter.Info);

    /// <summary>Whether the method needs a scope of services, which must then be disposed when it has completed.</summary>
    public bool NeedsScope => Parameters.Any(parameter => parameter.Role is ParameterRole.Context or ParameterRole.Convention
        || (parameter.Role == ParameterRole.Service && !_catalog.Services.IsSingleton(parameter.Info.ParameterType)));

    public IEnumerable<InputValueDefinitionNode> DescribeArguments() => Parameters.SelectMany(parameter => parameter.Role switch
    {
        ParameterRole.Argument => [_catalog.Inputs.Value(parameter.Info)],
        ParameterRole.Convention => parameter.Convention!.DescribeArguments(parameter.Info, Method, _catalog),
        _ => Enumerable.Empty<InputValueDefinitionNode>(),
    });

    public override string ToString() => $"{Method.DeclaringType!.Name}.{Method.Name}";

    private ResolverParameter Classify(ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        var convention = _catalog.Configuration.ParameterConventions.FirstOrDefault(convention => convention.Handles(parameter));
        var role = parameter.IsDefined(typeof(ParentAttribute)) ? ParameterRole.Parent
            : parameter.IsDefined(typeof(ServiceAttribute)) ? ParameterRole.Service
            : parameter.IsDefined(typeof(IsSelectedAttribute)) ? ParameterRole.IsSelected
            : parameter.IsDefined(typeof(EventMessageAttribute)) ? ParameterRole.EventMessage
            : parameter.IsDefined(typeof(ScopedStateAttribute)) ? ParameterRole.ScopedState
            : type == typeof(CancellationToken) ? ParameterRole.CancellationToken
            : type == typeof(IResolverContext) ? ParameterRole.Context
            : type == typeof(ClaimsPrincipal) ? ParameterRole.User
            : convention is not null ? ParameterRole.Convention
            : typeof(IDataLoader).IsAssignableFrom(type) ? ParameterRole.DataLoader
            : IsLeaf(type) ? ParameterRole.Argument
            : type == typeof(IServiceProvider) || _catalog.Services.IsService(type) ? ParameterRole.Service
            : ParameterRole.Argument;
        return new ResolverParameter(parameter, role, convention);
    }

    // A leaf or a list is never a service, though the container would give any IEnumerable.
    private bool IsLeaf(Type type)
        => type.IsValueType || type == typeof(string) || ClrReference.ItemType(type) is not null || _catalog.LeafName(type) is not null;
}

/// <summary>Which types are services, and which of them live as long as the process.</summary>
internal sealed class ServiceKinds(IServiceProviderIsService services, IServiceCollection descriptors)
{
    private readonly HashSet<Type> _singletons =
        [.. descriptors.Where(descriptor => descriptor is { Lifetime: ServiceLifetime.Singleton, IsKeyedService: false }).Select(descriptor => descriptor.ServiceType)];

    public bool IsService(Type type) => services.IsService(type);

    public bool IsSingleton(Type type)
        => _singletons.Contains(type) || (type.IsGenericType && _singletons.Contains(type.GetGenericTypeDefinition()));
}
