namespace FinFlow.Gateway.Fusion;

/// <summary>What can be said of a source's response before it is merged.</summary>
internal static class SourceResponseReading
{
    /// <summary>Whether the source did not execute the operation at all: errors, and no `data`, not even null.</summary>
    public static bool IsRefusal(SourceResponse response)
    {
        foreach (var answer in response.Answers)
        {
            if (HasData(answer))
            {
                return false;
            }
        }

        return true;
    }

    private static bool HasData(SourceAnswer answer)
    {
        try
        {
            var json = new JsonCursor(answer.Bytes, answer.Start, answer.Start + answer.Length);
            for (var more = json.TakeObjectStart(); more; more = json.TakeSeparator((byte)'}'))
            {
                if (json.TakeName().SequenceEqual("data"u8))
                {
                    return true;
                }

                json.SkipValue();
            }
        }
        catch (SourceFormatException)
        {
            // Merging it will say so.
        }

        return false;
    }
}
