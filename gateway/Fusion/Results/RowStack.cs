using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Fusion;

/// <summary>Rows that are put aside for a while, in pooled memory. Not safe for concurrent use.</summary>
internal sealed class RowStack : IDisposable
{
    private Row[] _rows = [];

    public int Count { get; private set; }

    public Row this[int index] => _rows[index];

    public void Push(in Row row)
    {
        if (Count == _rows.Length)
        {
            var larger = RequestArrays<Row>.Rent(Math.Max(64, Count * 2));
            _rows.AsSpan(0, Count).CopyTo(larger);
            Return();
            _rows = larger;
        }

        _rows[Count++] = row;
    }

    /// <summary>Forgets what was pushed after there were this many.</summary>
    public void Truncate(int count) => Count = count;

    public void Dispose()
    {
        Return();
        (_rows, Count) = ([], 0);
    }

    private void Return()
    {
        if (_rows.Length > 0)
        {
            RequestArrays<Row>.Return(_rows);
        }
    }
}
