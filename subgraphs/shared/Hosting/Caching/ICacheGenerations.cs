namespace FinFlow.Hosting;

/// <summary>A text for each scope that changes with every write. It stands in the keys, so what was cached before a write is never asked for again.</summary>
/// <remarks>
/// Removing a key cannot do this: whoever read the database just before the write could still store what it read just after. With
/// generations it stores it under a key that nobody has any more.
/// </remarks>
internal interface ICacheGenerations
{
    /// <summary>The scope's part of a key. Take it before reading what is to be cached.</summary>
    string Of(string scope);

    /// <summary>Call it after the write has committed, and before it is answered.</summary>
    void Advance(string scope);

    void AdvanceAll();
}
