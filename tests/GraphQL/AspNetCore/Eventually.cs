namespace FinFlow.GraphQL.Tests;

/// <summary>Waits for what another thread brings about.</summary>
internal static class Eventually
{
    public static async Task Holds(Func<bool> condition)
    {
        for (var i = 0; i < 200 && !condition(); i++)
        {
            await Task.Delay(25);
        }

        Assert.True(condition());
    }
}
