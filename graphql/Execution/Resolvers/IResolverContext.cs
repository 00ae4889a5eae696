using System.Reflection;
using System.Security.Claims;
using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.Execution;

/// <summary>What a resolver can ask of the request that runs it. Valid until the resolver has completed.</summary>
public interface IResolverContext
{
    Schema Schema { get; }

    /// <summary>The field that is resolved.</summary>
    OutputField Field { get; }

    /// <summary>The key in the response: the alias, or else the field's name.</summary>
    string ResponseName { get; }

    /// <summary>Response names and list indices from the root.</summary>
    IReadOnlyList<object> Path { get; }

    /// <summary>Who asks; a principal without identity when nobody is authenticated.</summary>
    ClaimsPrincipal User { get; }

    OperationRequest Request { get; }

    /// <summary>The services of this resolver's scope.</summary>
    IServiceProvider Services { get; }

    /// <summary>Signalled when the client has gone, or the time limit is reached.</summary>
    CancellationToken RequestAborted { get; }

    /// <summary>Values of this request, shared by all resolvers.</summary>
    IDictionary<string, object?> RequestState { get; }

    /// <summary>Values that this resolver's descendants see too. Set through <see cref="SetScopedState"/>.</summary>
    IReadOnlyDictionary<string, object?> ScopedState { get; }

    /// <exception cref="InvalidCastException">The parent is of another type: a mistake in the schema.</exception>
    T Parent<T>();

    /// <exception cref="ArgumentException">The field has no such argument: a mistake in the resolver.</exception>
    T ArgumentValue<T>(string name);

    /// <summary>The arguments as coerced: names, lists, dictionaries. One that was not given and has no default is absent.</summary>
    IReadOnlyDictionary<string, object?> CoercedArguments { get; }

    /// <summary>
    /// Turns coerced values (names, lists, dictionaries) into values of a .NET type, as arguments are; ids as the [ID] of
    /// <paramref name="member"/> says.
    /// </summary>
    Func<object?, object?> InputConverter(Type type, ICustomAttributeProvider? member = null);

    T Service<T>() where T : notnull;

    T DataLoader<T>() where T : IDataLoader;

    /// <summary>Whether the client selected this field below the resolver's own.</summary>
    bool IsSelected(string fieldName);

    /// <summary>
    /// The properties of <typeparamref name="T"/> that the selected fields of this field's items are made of; null when one of them does not
    /// tell, see <see cref="ParentAttribute.Requires"/>.
    /// </summary>
    IReadOnlySet<string>? RequiredProperties<T>();

    /// <summary>
    /// What <paramref name="create"/> gives the first time that the field is resolved in this execution; then the same for all its parents,
    /// so that a loader that is asked with it has one batch.
    /// </summary>
    T Shared<T>(object owner, Func<T> create) where T : class;

    void SetScopedState(string key, object? value);

    /// <summary>Adds an error at this field; the field's value still stands.</summary>
    void ReportError(string message);

    /// <summary>Adds an error; without path and locations it gets this field's.</summary>
    void ReportError(GraphQLError error);
}
