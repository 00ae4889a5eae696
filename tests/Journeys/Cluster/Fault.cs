namespace FinFlow.Journeys.Tests;

/// <summary>What happens to a process of the cluster, by its name in <c>deploy/local.sh</c>.</summary>
internal abstract record Fault(string Process)
{
    public abstract Task StrikeAsync(Deployment finflow);
}

/// <summary>kill -9; it is started again at once.</summary>
internal sealed record Killed(string Process) : Fault(Process)
{
    public override Task StrikeAsync(Deployment finflow)
    {
        finflow.Kill(Process);
        return Task.CompletedTask;
    }
}

/// <summary>kill -9; it is started again after some seconds.</summary>
internal sealed record Stopped(string Process, int Seconds) : Fault(Process)
{
    public override Task StrikeAsync(Deployment finflow) => finflow.StopAsync(Process, TimeSpan.FromSeconds(Seconds));
}

/// <summary>It takes requests and answers none for some seconds.</summary>
internal sealed record Slow(string Process, int Seconds) : Fault(Process)
{
    public override Task StrikeAsync(Deployment finflow) => finflow.FreezeAsync(Process, TimeSpan.FromSeconds(Seconds));
}

/// <summary>It is asked to end, and started again at once.</summary>
internal sealed record Ended(string Process) : Fault(Process)
{
    public override Task StrikeAsync(Deployment finflow)
    {
        finflow.End(Process);
        return Task.CompletedTask;
    }
}

/// <summary>It is asked to end, and started again from another build.</summary>
internal sealed record Replaced(string Process, ProgramFolder Programs) : Fault(Process)
{
    public override Task StrikeAsync(Deployment finflow)
    {
        Programs.Renew(Process);
        finflow.End(Process);
        return Task.CompletedTask;
    }
}
