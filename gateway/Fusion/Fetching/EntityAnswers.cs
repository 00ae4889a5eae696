using System.Runtime.InteropServices;
using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Fusion;

/// <summary>Cuts an answer of many entities into one answer for each. Its bytes are copied as they stand; nothing is made of them.</summary>
internal static class EntityAnswers
{
    /// <param name="whole">The answer for a list of representations.</param>
    /// <param name="count">How many they were.</param>
    /// <param name="call">Index of the call.</param>
    /// <exception cref="SourceFormatException">There is not one entity for each, nor an error.</exception>
    public static SourceResponse Split(SourceAnswer whole, int count, int call)
    {
        var (entities, errors) = Read(whole);
        if (entities < 0 && errors.Count == 0)
        {
            throw new SourceFormatException();
        }

        var output = new JsonBuffer(whole.Length + (32 * count));
        try
        {
            var ends = Write(output, whole, entities, errors, count);
            var bytes = MemoryMarshal.TryGetArray(output.WrittenMemory, out var array) ? array.Array! : throw new InvalidOperationException("A JsonBuffer is backed by an array.");
            return new SourceResponse([.. ends.Select((end, set) => Answer(bytes, set == 0 ? 0 : ends[set - 1], end, set))], output);
        }
        catch
        {
            output.Dispose();
            throw;
        }

        SourceAnswer Answer(byte[] bytes, int start, int end, int set) => new(bytes, start, end - start, call, set);
    }

    /// <returns>Where each answer ends.</returns>
    private static int[] Write(JsonBuffer output, SourceAnswer whole, int entities, List<EntityError> errors, int count)
    {
        var ends = new int[count];
        var list = new JsonCursor(whole.Bytes, entities, whole.Start + whole.Length);
        for (var set = 0; set < count; set++)
        {
            output.WriteRaw("{\"data\":{\"_entities\":"u8);
            if (entities < 0)
            {
                output.WriteNull();
            }
            else
            {
                list.Take(set == 0 ? (byte)'[' : (byte)',');
                list.Peek();
                var start = list.Position;
                list.SkipValue();
                output.WriteRaw(whole.Bytes.AsSpan(start, list.Position - start));
            }

            output.WriteByte((byte)'}');
            WriteErrors(output, whole.Bytes, errors, set, count);
            output.WriteByte((byte)'}');
            ends[set] = output.Length;
        }

        if (entities >= 0)
        {
            list.Take((byte)']');
        }

        return ends;
    }

    /// <summary>The errors of one entity, and those of the whole request: nobody else would hear of them.</summary>
    private static void WriteErrors(JsonBuffer output, byte[] bytes, List<EntityError> errors, int set, int count)
    {
        var isFirst = true;
        foreach (var error in errors.Where(error => error.Set == set || (uint)error.Set >= count))
        {
            output.WriteRaw(isFirst ? ",\"errors\":["u8 : ","u8);
            isFirst = false;
            output.WriteRaw(bytes.AsSpan(error.Start..error.IndexStart), bytes.AsSpan(error.IndexEnd..error.End));
        }

        output.WriteRaw(isFirst ? ""u8 : "]"u8);
    }

    /// <summary>Where the list of entities begins, or -1 where there is null instead; and the errors.</summary>
    private static (int Entities, List<EntityError> Errors) Read(SourceAnswer whole)
    {
        var (entities, errors) = (-1, new List<EntityError>());
        var json = new JsonCursor(whole.Bytes, whole.Start, whole.Start + whole.Length);
        for (var more = json.TakeObjectStart(); more; more = json.TakeSeparator((byte)'}'))
        {
            var name = json.TakeName();
            if (name.SequenceEqual("data"u8) && json.Peek() == '{')
            {
                for (var inside = json.TakeObjectStart(); inside; inside = json.TakeSeparator((byte)'}'))
                {
                    entities = Utf8Names.AreEqual(json.TakeName(), EntityFetch.Field) && json.Peek() == '[' ? json.Position : entities;
                    json.SkipValue();
                }
            }
            else if (name.SequenceEqual("errors"u8) && json.Peek() == '[')
            {
                for (var inside = json.TakeListStart(); inside; inside = json.TakeSeparator((byte)']'))
                {
                    errors.Add(ReadError(ref json));
                }
            }
            else
            {
                json.SkipValue();
            }
        }

        return (entities, errors);
    }

    private static EntityError ReadError(ref JsonCursor json)
    {
        json.Peek();
        var start = json.Position;
        var index = (Set: -1, Start: start, End: start);
        for (var more = json.TakeObjectStart(); more; more = json.TakeSeparator((byte)'}'))
        {
            if (json.TakeName().SequenceEqual("path"u8) && json.Peek() == '[')
            {
                index = ReadIndex(ref json) ?? index;
            }
            else
            {
                json.SkipValue();
            }
        }

        return new EntityError(index.Set, start, index.Start, index.End, json.Position);
    }

    /// <summary>The second segment of a path, with the comma before it.</summary>
    private static (int Set, int Start, int End)? ReadIndex(ref JsonCursor path)
    {
        (int Set, int Start, int End)? index = null;
        var (length, end) = (0, path.Position);
        for (var more = path.TakeListStart(); more; more = path.TakeSeparator((byte)']'))
        {
            length++;
            if (length == 2 && char.IsAsciiDigit((char)path.Peek()))
            {
                index = (path.TakeInt32(), end, path.Position);
            }
            else
            {
                path.SkipValue();
            }

            end = path.Position;
        }

        return index;
    }

    /// <summary>An error's bytes.</summary>
    /// <param name="Set">Which entity's it is; -1 for an error of all.</param>
    /// <param name="IndexStart">Where in its path that is said, which the answer of one entity does not say: from here...</param>
    /// <param name="IndexEnd">...to here.</param>
    private readonly record struct EntityError(int Set, int Start, int IndexStart, int IndexEnd, int End);
}
