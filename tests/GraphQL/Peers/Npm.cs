namespace FinFlow.GraphQL.Tests;

/// <summary>
/// One npm at a time: several that fill the same empty cache make each other wait until they give up, or read what is half written.
/// </summary>
internal static class Npm
{
    private static readonly SemaphoreSlim Turns = new(1);

    public static async Task<IDisposable> TakeTurnAsync()
    {
        await Turns.WaitAsync();
        return new Turn();
    }

    private sealed class Turn : IDisposable
    {
        public void Dispose() => Turns.Release();
    }
}
