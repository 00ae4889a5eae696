using System.Collections.Frozen;
using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway;

/// <summary>What became of an operation, and if it failed, of what.</summary>
/// <param name="FailureCodes">The codes of errors that are our fault, each once; empty unless it failed.</param>
internal sealed record OperationOutcome(string Name, IReadOnlyCollection<string> FailureCodes)
{
    /// <summary>The client went away before there was an answer.</summary>
    public const string Abandoned = "abandoned";

    private const string Failed = "failed", Refused = "refused", InternalError = "INTERNAL_ERROR";

    public static readonly OperationOutcome Succeeded = new("succeeded", []);
    public static readonly OperationOutcome AbandonedOne = new(Abandoned, []);

    /// <summary>An exception that no part of the pipeline has made an error of: the transport answers with this code.</summary>
    public static readonly OperationOutcome Surprise = new(Failed, [InternalError]);

    public static readonly IReadOnlyList<string> Names = [Succeeded.Name, Failed, Refused, Abandoned];

    /// <summary>
    /// Codes of errors that no client can help. What is not named here says what is wrong with the operation, the caller or what they asked for:
    /// a refusal of the domain, of which there are hundreds, is an answer.
    /// </summary>
    /// <remarks>HC0045 and HC0049 are a subgraph's: it took too long, or ended at that moment. INTERNAL_SERVER_ERROR is what subgraphs of Apollo's say.</remarks>
    public static readonly FrozenSet<string> OurFaults = FrozenSet.ToFrozenSet(
        [
            "STORAGE_UNAVAILABLE", "UNEXPECTED_ERROR", "INTERNAL", InternalError, "SOURCE_UNAVAILABLE", "SOURCE_ANSWER_MALFORMED", "TIMEOUT", "NON_NULL_VIOLATION",
            "HC0045", "HC0049", "INTERNAL_SERVER_ERROR",
        ],
        StringComparer.Ordinal);

    private static readonly OperationOutcome RefusedOne = new(Refused, []);

    public bool IsFailure => Name == Failed;

    /// <summary>Of one answer, or one part of it.</summary>
    public static OperationOutcome Of(OperationResult answer)
    {
        // The later parts of an answer do not say whether they have errors.
        if (!answer.HasErrors && !answer.Body.WrittenSpan.StartsWith("{\"hasNext\":"u8))
        {
            return Succeeded;
        }

        var codes = ErrorCodes.Read(answer.Body.WrittenSpan);
        string[] faults = [.. codes.OfType<string>().Where(OurFaults.Contains).Distinct()];
        return faults.Length > 0 || answer.RequestError is RequestErrorKind.Internal or RequestErrorKind.Timeout ? new(Failed, faults)
            : codes.Count > 0 ? RefusedOne
            : Succeeded;
    }

    /// <summary>Of two parts of one answer.</summary>
    public OperationOutcome And(OperationOutcome other)
        => IsFailure || other.IsFailure ? new(Failed, [.. FailureCodes.Union(other.FailureCodes)])
            : Name == Refused ? this
            : other;
}
