using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Fusion;

/// <summary>
/// The result of a request while it comes together: rows in pooled memory that point into the sources' answers. Objects have a slot for
/// each field that any step fetches, so that merging an answer is filling slots. Not safe for concurrent use.
/// </summary>
internal sealed class ResultStore : IDisposable
{
    private readonly List<byte[]> _documents = [];
    private readonly List<IDisposable> _owned = [];
    private readonly List<int>?[] _places;
    private readonly Dictionary<int, List<(SourceError Error, IReadOnlyList<object> Below)>> _errors = [];
    private readonly Dictionary<int, SourceError> _causes = [];
    private Row[] _rows;
    private int _count;

    /// <param name="rows">How many rows are expected.</param>
    public ResultStore(int rootType, int rootSlots, int placeCount, int rows = 1024)
    {
        _rows = RequestArrays<Row>.Rent(rows);
        _places = new List<int>?[placeCount];
        Root = AddObject(rootType, rootSlots, -1);
    }

    /// <summary>The header of the operation's root object.</summary>
    public int Root { get; }

    /// <summary>Rows in use.</summary>
    public int Count => _count;

    public List<SourceError> AllErrors { get; } = [];

    /// <summary>For the items of lists while they are read: their number is known at the end.</summary>
    public RowStack Scratch { get; } = new();

    public ref Row this[int row] => ref _rows[row];

    public ReadOnlySpan<byte> Bytes(in Row leaf) => _documents[leaf.Document].AsSpan(leaf.Start, leaf.Length);

    /// <summary>The objects of a place, in the order in which they were found.</summary>
    public List<int> ObjectsAt(int place) => _places[place] ??= [];

    /// <returns>The document's number.</returns>
    public int AddDocument(byte[] bytes)
    {
        _documents.Add(bytes);
        return _documents.Count - 1;
    }

    public void Own(IDisposable disposable) => _owned.Add(disposable);

    /// <returns>The header of a new object whose slots are absent.</returns>
    public int AddObject(int type, int slots, int place)
    {
        var header = Allocate(slots + 1);
        _rows[header].Kind = RowKind.Header;
        _rows[header].Start = type;
        if (place >= 0)
        {
            ObjectsAt(place).Add(header);
        }

        return header;
    }

    /// <returns>The first of new rows, all absent.</returns>
    public int Allocate(int count)
    {
        if (_count + count > _rows.Length)
        {
            var larger = RequestArrays<Row>.Rent(Math.Max(_rows.Length * 2, _count + count));
            _rows.AsSpan(0, _count).CopyTo(larger);
            RequestArrays<Row>.Return(_rows);
            _rows = larger;
        }

        var first = _count;
        _count += count;
        _rows.AsSpan(first, count).Clear();
        return first;
    }

    /// <param name="rest">What the error's path has below the row: where it happened in what became null.</param>
    public void AddError(int row, SourceError error, IReadOnlyList<object> rest)
    {
        _rows[row].HasError = error.IsPlaced = true;
        (_errors.TryGetValue(row, out var list) ? list : _errors[row] = []).Add((error, rest));
    }

    public IReadOnlyList<(SourceError Error, IReadOnlyList<object> Below)> ErrorsAt(int row) => _errors.TryGetValue(row, out var list) ? list : [];

    /// <summary>Notes why nobody filled a row, where that is an error with a place of its own.</summary>
    public void AddCause(int row, SourceError error) => _causes.TryAdd(row, error);

    public SourceError? CauseAt(int row) => _causes.GetValueOrDefault(row);

    public void Dispose()
    {
        foreach (var owned in _owned)
        {
            owned.Dispose();
        }

        _owned.Clear();
        Scratch.Dispose();
        RequestArrays<Row>.Return(_rows);
        _rows = [];
        _count = 0;
    }
}
