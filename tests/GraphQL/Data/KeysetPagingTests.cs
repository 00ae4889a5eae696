using FinFlow.GraphQL.Data;
using FinFlow.GraphQL.Execution;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace FinFlow.GraphQL.Tests;

public sealed class KeysetPagingTests : IDisposable
{
    private readonly SqliteConnection _connection = new("Data Source=:memory:");
    private readonly ShopContext _db;

    public KeysetPagingTests()
    {
        _connection.Open();
        _db = new ShopContext(new DbContextOptionsBuilder<ShopContext>().UseSqlite(_connection).Options);
        _db.Database.EnsureCreated();
        _db.Orders.AddRange(Enumerable.Range(0, 23).Select(i => new Order { Id = $"o{i:00}", Total = i % 4, Note = i % 3 == 0 ? null : $"n{i % 2}" }));
        _db.SaveChanges();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(23)]
    [InlineData(50)]
    public async Task Pages_Should_GiveEveryItemOnce_InBothDirections(int size)
    {
        var order = _db.Orders.OrderByDescending(o => o.Note).ThenBy(o => o.Total);
        var whole = (await order.ToPageAsync(new PagingArguments(100), default)).Items.Select(o => o.Id).ToList();

        Assert.Equal(23, whole.Distinct().Count());
        Assert.Equal(whole, await CollectAsync(order, size, backward: false));
        Assert.Equal(whole, await CollectAsync(order, size, backward: true));
    }

    [Fact]
    public async Task PageInfo_Should_TellWhetherThereIsMore()
    {
        var order = _db.Orders.OrderBy(o => o.Total);

        var first = await order.ToPageAsync(new PagingArguments(10, includeTotalCount: true), default);
        var second = await order.ToPageAsync(new PagingArguments(20, after: first.Cursors[^1]), default);

        Assert.True(first.HasNextPage);
        Assert.False(first.HasPreviousPage);
        Assert.Equal(23, first.TotalCount);
        Assert.False(second.HasNextPage);
        Assert.True(second.HasPreviousPage);
        Assert.Null(second.TotalCount);
        Assert.Equal(13, second.Items.Count);
    }

    [Theory]
    [InlineData(-1, null, "A page cannot have -1 items.")]
    [InlineData(101, null, "A page has at most 100 items; 101 were asked for.")]
    [InlineData(1, 1, "Ask for `first` or `last`, not for both.")]
    public async Task Arguments_Should_BeRefused_When_TheyMakeNoPage(int? first, int? last, string message)
    {
        var refused = await Assert.ThrowsAsync<GraphQLException>(() => _db.Orders.ToPageAsync(new PagingArguments(first, last: last), default));

        Assert.Equal(message, refused.Message);
        Assert.Equal("HC0051", refused.Error.Code);
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("WyJ4Il0")]
    [InlineData("")]
    public async Task Cursor_Should_BeRefused_When_ItIsOfAnotherList(string cursor)
    {
        var refused = await Assert.ThrowsAsync<GraphQLException>(
            () => _db.Orders.OrderBy(o => o.Total).ToPageAsync(new PagingArguments(1, after: cursor), default));

        Assert.Equal("The cursor does not belong to this list.", refused.Message);
    }

    public void Dispose()
    {
        _db.Dispose();
        _connection.Dispose();
    }

    private static async Task<List<string>> CollectAsync(IQueryable<Order> order, int size, bool backward)
    {
        var collected = new List<string>();
        string? cursor = null;
        while (true)
        {
            var page = await order.ToPageAsync(backward ? new PagingArguments(last: size, before: cursor) : new PagingArguments(size, cursor), default);
            collected.InsertRange(backward ? 0 : collected.Count, page.Items.Select(o => o.Id));
            if (!(backward ? page.HasPreviousPage : page.HasNextPage))
            {
                return collected;
            }

            cursor = backward ? page.Cursors[0] : page.Cursors[^1];
        }
    }

    private sealed class ShopContext(DbContextOptions options) : DbContext(options)
    {
        public DbSet<Order> Orders => Set<Order>();
    }

    private sealed class Order
    {
        public required string Id { get; init; }

        public int Total { get; init; }

        public string? Note { get; init; }
    }
}
