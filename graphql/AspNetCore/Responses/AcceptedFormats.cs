using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace FinFlow.GraphQL.AspNetCore;

/// <summary>How responses are encoded; None: the client accepts no fitting one.</summary>
internal enum ResponseFormat { None, Json, GraphQLResponse, JsonLines, EventStream, Multipart }

/// <summary>
/// What an Accept header permits: formats for one result, for results over time, and for a batch.
/// https://www.rfc-editor.org/rfc/rfc9110#field.accept
/// </summary>
internal readonly record struct AcceptedFormats(ResponseFormat Single, ResponseFormat Stream, ResponseFormat Batch)
{
    private const int FormatCount = 6;

    // Without preference of the client, `application/json` answers: what takes anything may not know the other media types.
    private static readonly AcceptedFormats Anything = new(ResponseFormat.Json, ResponseFormat.EventStream, ResponseFormat.JsonLines);

    public static AcceptedFormats Negotiate(StringValues accept)
    {
        if (accept.Count == 0 || accept is ["*/*"] or [""])
        {
            return Anything;
        }

        Span<Preference> preferences = stackalloc Preference[FormatCount];
        var order = 0;
        foreach (var header in accept)
        {
            foreach (var range in header.AsSpan().Split(','))
            {
                Apply(header.AsSpan()[range].Trim(), ++order, preferences);
            }
        }

        return new AcceptedFormats(Choose(preferences, SingleFormats), Choose(preferences, StreamFormats), Choose(preferences, BatchFormats));
    }

    // Ties go to whoever stands first. Multipart comes last for a single result: clients of incremental delivery list it first, and
    // understand plain JSON as well.
    private static ReadOnlySpan<ResponseFormat> SingleFormats
        => [ResponseFormat.Json, ResponseFormat.GraphQLResponse, ResponseFormat.EventStream, ResponseFormat.JsonLines];

    private static ReadOnlySpan<ResponseFormat> StreamFormats => [ResponseFormat.EventStream, ResponseFormat.Multipart, ResponseFormat.JsonLines];

    private static ReadOnlySpan<ResponseFormat> BatchFormats => [ResponseFormat.Json, ResponseFormat.GraphQLResponse, ResponseFormat.EventStream];

    private static ResponseFormat Choose(ReadOnlySpan<Preference> preferences, ReadOnlySpan<ResponseFormat> formats)
    {
        // A batch goes as lines whenever the client can take lines, whatever it prefers.
        if (formats.SequenceEqual(BatchFormats) && preferences[(int)ResponseFormat.JsonLines].Quality > 0)
        {
            return ResponseFormat.JsonLines;
        }

        var best = ResponseFormat.None;
        foreach (var format in formats)
        {
            if (preferences[(int)format].IsBetterThan(preferences[(int)best]))
            {
                best = format;
            }
        }

        return best == ResponseFormat.None && formats.SequenceEqual(SingleFormats) && preferences[(int)ResponseFormat.Multipart].Quality > 0
            ? ResponseFormat.Multipart
            : best;
    }

    private static void Apply(ReadOnlySpan<char> mediaRange, int order, Span<Preference> preferences)
    {
        var semicolon = mediaRange.IndexOf(';');
        var type = (semicolon < 0 ? mediaRange : mediaRange[..semicolon]).Trim();
        var quality = semicolon < 0 ? 1 : QualityOf(mediaRange[semicolon..]);
        switch (type)
        {
            case "application/graphql-response+json": Set(preferences, ResponseFormat.GraphQLResponse, 3); break;
            case "application/json": Set(preferences, ResponseFormat.Json, 3); break;
            case "application/jsonl" or "application/graphql-response+jsonl": Set(preferences, ResponseFormat.JsonLines, 3); break;
            case "text/event-stream": Set(preferences, ResponseFormat.EventStream, 3); break;
            case "multipart/mixed": Set(preferences, ResponseFormat.Multipart, 3); break;
            case "multipart/*": Set(preferences, ResponseFormat.Multipart, 2); break;
            case "text/*": Set(preferences, ResponseFormat.EventStream, 2); break;
            case "application/*":
                Set(preferences, ResponseFormat.Json, 2);
                Set(preferences, ResponseFormat.GraphQLResponse, 2);
                Set(preferences, ResponseFormat.JsonLines, 2);
                break;
            case "*/*":
                for (var format = ResponseFormat.Json; format <= ResponseFormat.Multipart; format++)
                {
                    Set(preferences, format, 1);
                }

                break;
        }

        void Set(Span<Preference> all, ResponseFormat format, int specificity)
        {
            if (specificity > all[(int)format].Specificity)
            {
                all[(int)format] = new Preference(quality, specificity, order);
            }
        }
    }

    private static double QualityOf(ReadOnlySpan<char> parameters)
    {
        foreach (var range in parameters.Split(';'))
        {
            var parameter = parameters[range].Trim();
            if (parameter.StartsWith("q=", StringComparison.OrdinalIgnoreCase))
            {
                return double.TryParse(parameter[2..], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var quality) ? quality : 0;
            }
        }

        return 1;
    }

    private readonly record struct Preference(double Quality, int Specificity, int Order)
    {
        public bool IsBetterThan(Preference other)
            => Quality > other.Quality || (Quality > 0 && Quality >= other.Quality && Order < other.Order);
    }
}
