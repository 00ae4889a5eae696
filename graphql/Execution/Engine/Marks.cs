using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.Execution;

/// <summary>
/// A place in what has been written that may change later: a <see cref="Region"/> that may become null, or a <see cref="Hole"/> that waits.
/// </summary>
internal abstract class Mark
{
    /// <summary>Offset in the scratch buffer.</summary>
    public int Start { get; init; }

    /// <summary>Null takes the place of whatever was written here.</summary>
    public bool IsNulled { get; set; }

    /// <summary>Cut away together with what surrounded it.</summary>
    public bool IsDiscarded { get; set; }

    /// <summary>The innermost region of the same fragment around this one.</summary>
    public Region? Outer { get; init; }
}

/// <summary>A nullable value that was written although something inside of it still waits.</summary>
internal sealed class Region : Mark
{
    public int End { get; set; }
}

/// <summary>
/// A fragment of the response: the whole `data`, or a value that had to wait. Its text is written in one go at the end of the scratch
/// buffer when the value is there; the places where others wait inside of it are its marks, ordered by their offsets.
/// </summary>
internal abstract class Hole : Mark
{
    /// <summary>The fragment in which the hole is; null for the root.</summary>
    public Hole? Fragment { get; init; }

    public bool IsNullable { get; init; }

    public PathNode? Path { get; init; }

    public int ContentStart { get; set; }

    public int ContentEnd { get; set; }

    public List<Mark>? Marks { get; private set; }

    public void Add(Mark mark) => (Marks ??= []).Add(mark);

    /// <summary>Forgets the marks of what is cut away from this offset on.</summary>
    public void Discard(int from)
    {
        while (Marks is { Count: > 0 } marks && marks[^1].Start >= from)
        {
            marks[^1].IsDiscarded = true;
            marks.RemoveAt(marks.Count - 1);
        }
    }

    /// <summary>Whether nobody will see what the hole is filled with.</summary>
    public bool IsLost
    {
        get
        {
            for (var hole = this; hole is not null; hole = hole.Fragment)
            {
                if (hole.IsNulled || hole.IsDiscarded)
                {
                    return true;
                }

                for (var region = hole.Outer; region is not null; region = region.Outer)
                {
                    if (region.IsNulled || region.IsDiscarded)
                    {
                        return true;
                    }
                }
            }

            return false;
        }
    }

    /// <summary>The hole has no value though it needs one: null goes to the innermost place around it that may be null.</summary>
    public void Propagate()
    {
        var hole = this;
        while (true)
        {
            if (hole.Outer is { } region)
            {
                region.IsNulled = true;
                return;
            }

            if (hole.Fragment is not { } fragment || fragment.IsNullable)
            {
                (hole.Fragment ?? hole).IsNulled = true;
                return;
            }

            hole = fragment;
        }
    }

    /// <summary>Copies the finished text, with everything that waited put into its place.</summary>
    public void CopyTo(JsonBuffer output, JsonBuffer scratch)
    {
        if (IsNulled)
        {
            output.WriteNull();
            return;
        }

        var position = ContentStart;
        foreach (var mark in (IEnumerable<Mark>?)Marks ?? [])
        {
            if (mark.Start < position)
            {
                continue;
            }

            if (mark is Hole hole)
            {
                output.WriteRaw(scratch.WrittenSpan[position..mark.Start]);
                hole.CopyTo(output, scratch);
                position = mark.Start;
            }
            else if (mark is Region { IsNulled: true } region)
            {
                output.WriteRaw(scratch.WrittenSpan[position..mark.Start]);
                output.WriteNull();
                position = region.End;
            }
        }

        output.WriteRaw(scratch.WrittenSpan[position..ContentEnd]);
    }
}

/// <summary>The root fragment, which is `data`.</summary>
internal sealed class RootFragment : Hole;

/// <summary>A path from the response's root, shared by everything below it.</summary>
internal sealed record PathNode(PathNode? Parent, string? Name, int Index)
{
    public object[] ToArray()
    {
        var length = 0;
        for (var node = this; node is not null; node = node.Parent)
        {
            length++;
        }

        var path = new object[length];
        for (var node = this; node is not null; node = node.Parent)
        {
            path[--length] = node.Name ?? (object)node.Index;
        }

        return path;
    }
}
