namespace FinFlow.AllInOne;

/// <summary>Who can log in to the demo.</summary>
internal static class DemoPrint
{
    /// <summary>The demo has an administrator, unless the environment names one.</summary>
    public static void ProvideAdmin()
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("FINFLOW_ADMIN_EMAIL")))
        {
            Environment.SetEnvironmentVariable("FINFLOW_ADMIN_EMAIL", DemoPerson.Admin.Email);
            Environment.SetEnvironmentVariable("FINFLOW_ADMIN_PASSWORD", DemoPerson.Admin.Password);
        }
    }

    public static async Task PeopleAsync(TextWriter output)
    {
        await output.WriteLineAsync("Users of the demo:");

        // An administrator whom the environment names is known to whoever named it.
        var hasOwnAdmin = Environment.GetEnvironmentVariable("FINFLOW_ADMIN_EMAIL") == DemoPerson.Admin.Email;
        foreach (var person in DemoPerson.All.Where(person => hasOwnAdmin || person != DemoPerson.Admin))
        {
            await output.WriteLineAsync($"  {person.Role,-19} {person.Email,-34} {person.Password}");
        }
    }
}
