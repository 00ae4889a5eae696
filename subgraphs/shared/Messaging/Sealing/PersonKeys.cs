using System.Security.Cryptography;

namespace FinFlow.Messaging;

/// <summary>
/// One random key for each person of whom events tell, kept apart from the events. To forget somebody is to destroy the key: what it
/// sealed cannot be read any more, wherever copies of it are.
/// </summary>
public abstract class PersonKeys : IDisposable
{
    private const int KeyBytes = 32;

    /// <summary>Destroys the person's key for good; no new one is made for them.</summary>
    public abstract void Forget(string personId);

    public abstract void Dispose();

    /// <summary>The person's key, which is made when it is first needed; null for somebody who was forgotten.</summary>
    internal abstract byte[]? KeyFor(string personId);

    /// <summary>The person's key; null when there is none, or none any more.</summary>
    internal abstract byte[]? Find(string personId);

    private protected static byte[] NewKey() => RandomNumberGenerator.GetBytes(KeyBytes);
}
