namespace FinFlow.Hosting;

/// <summary>
/// Finds a series by its tags without writing their text: a measurement is taken several times per request, its text is read at a scrape.
/// </summary>
internal sealed class TagIndex(int seriesMax)
{
    private readonly Lock adding = new();
    private Dictionary<int, Entry> entries = [];

    internal MetricSeries? Find(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        for (var entry = Volatile.Read(ref entries).GetValueOrDefault(HashOf(tags)); entry is not null; entry = entry.Next)
        {
            if (AreEqual(entry.Tags, tags))
            {
                return entry.Series;
            }
        }

        return null;
    }

    internal void Add(ReadOnlySpan<KeyValuePair<string, object?>> tags, MetricSeries? series)
    {
        if (series is null)
        {
            return;
        }

        lock (adding)
        {
            if (entries.Count < seriesMax && Find(tags) is null)
            {
                // Replaced, never changed: readers take no lock, and series are few and stay.
                var hash = HashOf(tags);
                Volatile.Write(ref entries, new Dictionary<int, Entry>(entries)
                {
                    [hash] = new Entry(tags.ToArray(), series, entries.GetValueOrDefault(hash)),
                });
            }
        }
    }

    internal void Clear()
    {
        lock (adding)
        {
            Volatile.Write(ref entries, []);
        }
    }

    private static int HashOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var hash = new HashCode();
        foreach (var (name, value) in tags)
        {
            hash.Add(name);
            hash.Add(value);
        }

        return hash.ToHashCode();
    }

    private static bool AreEqual(KeyValuePair<string, object?>[] one, ReadOnlySpan<KeyValuePair<string, object?>> other)
    {
        if (one.Length != other.Length)
        {
            return false;
        }

        for (var i = 0; i < one.Length; i++)
        {
            if (!string.Equals(one[i].Key, other[i].Key, StringComparison.Ordinal) || !Equals(one[i].Value, other[i].Value))
            {
                return false;
            }
        }

        return true;
    }

    private sealed record Entry(KeyValuePair<string, object?>[] Tags, MetricSeries Series, Entry? Next);
}
