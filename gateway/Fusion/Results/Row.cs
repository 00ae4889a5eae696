using System.Runtime.InteropServices;

namespace FinFlow.Gateway.Fusion;

internal enum RowKind : byte { Absent, Null, Leaf, Object, List, Header, Missing }

/// <summary>
/// A value of a result. Leaf: where its bytes stand in a source's answer. Object: Start is the row of its header, behind which its slots
/// follow. List: Start is the row of the first of Length items. Header: Start is the object's type; Missing is the header of an object
/// that turned out not to exist.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Row
{
    public RowKind Kind;
    public bool HasError;
    public int Document;
    public int Start;
    public int Length;
}
