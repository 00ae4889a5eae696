namespace FinFlow.GraphQL.Tests;

/// <summary>
/// One npm at a time, whichever process of tests asks for it: several that fill the same empty cache make each other wait until they give up, or read
/// what is half written.
/// </summary>
internal static class Npm
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    private static readonly string Turn = Path.Combine(Path.GetTempPath(), $"finflow-npm-{Environment.UserName}.lock");

    /// <returns>Dispose it when npm has ended.</returns>
    public static async Task<IDisposable> TakeTurnAsync()
    {
        while (true)
        {
            try
            {
                return new FileStream(Turn, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(Look);
            }
        }
    }
}
