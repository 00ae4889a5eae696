namespace FinFlow.Subgraphs.Tests;

/// <summary>A test that needs a PostgreSQL server, skipped where none is installed.</summary>
internal sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute()
    {
        if (RunningPostgres.Binaries is null)
        {
            Skip = "PostgreSQL is not here (Debian: apt-get install postgresql).";
        }
    }
}
