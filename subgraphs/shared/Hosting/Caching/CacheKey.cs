namespace FinFlow.Hosting;

/// <summary>Whose answer it is, and to which question.</summary>
/// <param name="OrganizationId">The caller's organisation: an answer is never given to another one, even if both asked the same.</param>
/// <param name="Kind">What is asked for, such as <c>transaction</c>.</param>
/// <param name="Name">Which one of the kind: an id, or the arguments of the question.</param>
/// <param name="Scope">What a write names to <see cref="ReadCache.Invalidate"/> when it makes the answer wrong.</param>
public readonly record struct CacheKey(string OrganizationId, string Kind, string Name, string Scope);
