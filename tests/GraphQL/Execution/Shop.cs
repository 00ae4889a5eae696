using FinFlow.GraphQL.Execution;
using FinFlow.GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

// A small shop is the schema of these tests: every convention appears in it once.
namespace FinFlow.GraphQL.Tests;

/// <summary>Something to sell.</summary>
/// <param name="Id">Opaque.</param>
/// <param name="Name">What people call it.</param>
[EntityKey("id")]
public sealed record Product([property: ID<Product>] string Id, string Name, ProductState State, int? Stock, string? SupplierId);

public enum ProductState
{
    OnSale,
    SoldOut,
    [GraphQLDeprecated("Nothing rests any more.")] Resting,
}

public sealed record Supplier([property: ID] string Id, string Name);

public sealed record PriceLine(string Label, decimal Amount);

public sealed record ProductDraft(string Name, ProductState State = ProductState.OnSale, IReadOnlyList<string>? Tags = null);

public sealed record NameTaken(string Name)
{
    public string Message => $"There is a \"{Name}\" already.";
}

public sealed class ShopClosedException(int hour) : Exception("The shop is closed.")
{
    public int Hour { get; } = hour;
}

public sealed record ProductsAddedPayload(IReadOnlyList<Product> Products, int Count);

[QueryType]
public static class ShopQueries
{
    /// <summary>Finds a product.</summary>
    /// <param name="id">The product's id.</param>
    [Lookup]
    public static Product? GetProductById([ID<Product>] string id, Shop shop) => shop.Products.GetValueOrDefault(id);

    public static async Task<IReadOnlyList<Product>> GetProductsAsync(Shop shop, CancellationToken cancellationToken)
    {
        await Task.Delay(1, cancellationToken);
        return [.. shop.Products.Values];
    }

    public static string Hello(string name = "world") => $"Hello, {name}!";

    [Authorize("shop:audit")]
    public static int Revenue() => 42;

    public static string? Fails() => throw new InvalidOperationException("secret");

    public static FieldResult<string> Refused() => FieldResult<string>.Refuse(new NameTaken("Chair"));
}

[ObjectType<Product>]
public static class ProductNode
{
    [BindMember(nameof(Product.SupplierId))]
    public static Task<Supplier?> GetSupplierAsync([Parent] Product product, ISupplierByIdDataLoader suppliers, CancellationToken cancellationToken)
        => product.SupplierId is null ? Task.FromResult<Supplier?>(null) : suppliers.LoadAsync(product.SupplierId, cancellationToken);

    public static IReadOnlyList<PriceLine> GetPrices([Parent] Product product, [Require("{ amount }")] string? discount = null)
        => [new PriceLine(discount ?? product.Name, 1.50m)];

    [BatchResolver]
    public static Task<IReadOnlyList<int>> GetRatingAsync([Parent] IReadOnlyList<Product> products, FetchLog log, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        log.Lines.Add($"ratings {products.Count}");
        return Task.FromResult<IReadOnlyList<int>>([.. products.Select(product => product.Name.Length)]);
    }
}

[MutationType]
public static class ShopMutations
{
    [Error<NameTaken>]
    [Error<ShopClosedException>]
    public static FieldResult<Product> AddProduct(ProductDraft draft, int hour, Shop shop)
    {
        if (hour > 18)
        {
            throw new ShopClosedException(hour);
        }

        return shop.Add(draft) is { } added ? added : FieldResult<Product>.Refuse(new NameTaken(draft.Name));
    }

    public static FieldResult<Product> AddProductCarelessly(ProductDraft draft, Shop shop)
        => shop.Add(draft) is { } added ? added : FieldResult<Product>.Refuse(new NameTaken(draft.Name));

    [Error<NameTaken>]
    public static ProductsAddedPayload AddProducts(IReadOnlyList<ProductDraft> drafts, Shop shop)
    {
        Product[] added = [.. drafts.Select(draft => shop.Add(draft)!)];
        return new ProductsAddedPayload(added, added.Length);
    }

    public static async Task CloseAsync(Shop shop, CancellationToken cancellationToken)
    {
        await Task.Delay(5, cancellationToken);
        shop.Log.Add("closed");
    }

    public static async Task<int> NoteAsync(string text, Shop shop, CancellationToken cancellationToken)
    {
        await Task.Delay(text.Length, cancellationToken);
        shop.Log.Add(text);
        return shop.Log.Count;
    }
}

[SubscriptionType]
public static class ShopSubscriptions
{
    [Subscribe]
    [Topic("stock/{productId}")]
    public static Product OnStockChanged([ID] string productId, [EventMessage] int stock, Shop shop) => shop.Products[productId] with { Stock = stock };

    [Subscribe(With = nameof(SubscribeToTicksAsync))]
    public static int Ticks([EventMessage] int tick) => tick;

    public static async IAsyncEnumerable<int> SubscribeToTicksAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            await Task.Yield();
            yield return i;
        }
    }
}

public static class SupplierLoaders
{
    [DataLoader]
    internal static async Task<IReadOnlyDictionary<string, Supplier>> GetSupplierByIdAsync(
        IReadOnlyList<string> ids, FetchLog log, CancellationToken cancellationToken)
    {
        log.Lines.Add($"suppliers {string.Join(',', ids)}");
        await Task.Delay(1, cancellationToken);
        return ids.ToDictionary(id => id, id => new Supplier(id, $"Supplier {id}"));
    }
}

public sealed class Shop
{
    public Dictionary<string, Product> Products { get; } = new()
    {
        ["p1"] = new("p1", "Chair", ProductState.OnSale, 3, "s1"),
        ["p2"] = new("p2", "Table", ProductState.SoldOut, null, "s2"),
        ["p3"] = new("p3", "Lamp", ProductState.OnSale, 1, "s1"),
    };

    public List<string> Log { get; } = [];

    public Product? Add(ProductDraft draft)
    {
        if (Products.Values.Any(product => product.Name == draft.Name))
        {
            return null;
        }

        var id = $"p{Products.Count + 1}";
        return Products[id] = new Product(id, draft.Name, draft.State, draft.Tags?.Count, null);
    }
}

public sealed class ShopPolicies : IAuthorizationPolicyEvaluator
{
    public bool Knows(string policy) => policy == "shop:audit";

    public async ValueTask<bool> IsAllowedAsync(System.Security.Claims.ClaimsPrincipal user, string policy, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return user.HasClaim("permission", policy);
    }
}

/// <summary>A shop with its executor.</summary>
public sealed class ShopServer : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public ShopServer(Action<IRequestExecutorBuilder>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<Shop>().AddSingleton<FetchLog>().AddTestsDataLoaders();
        var builder = services.AddGraphQLServer("shop");
        foreach (var type in (Type[])[typeof(ShopQueries), typeof(ProductNode), typeof(ShopMutations), typeof(ShopSubscriptions)])
        {
            builder.AddType(type);
        }

        builder.AddMutationConventions().AddInMemorySubscriptions().AddAuthorization<ShopPolicies>();
        configure?.Invoke(builder);
        _services = services.BuildServiceProvider();
    }

    public IServiceProvider Services => _services;

    public IRequestExecutor Executor => _services.GetRequiredService<IRequestExecutor>();

    public Shop Shop => _services.GetRequiredService<Shop>();

    public FetchLog Fetches => _services.GetRequiredService<FetchLog>();

    public static OperationRequest Request(string document, string? variables = null, System.Security.Claims.ClaimsPrincipal? user = null) => new()
    {
        Document = System.Text.Encoding.UTF8.GetBytes(document),
        Variables = System.Text.Encoding.UTF8.GetBytes(variables ?? ""),
        User = user,
    };

    public async Task<string> ExecuteAsync(string document, string? variables = null, System.Security.Claims.ClaimsPrincipal? user = null)
    {
        await using var result = await Executor.ExecuteAsync(Request(document, variables, user), CancellationToken.None);
        return ((OperationResult)result).Body.ToString();
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
