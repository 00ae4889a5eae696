using BenchmarkDotNet.Running;
using FinFlow.Benchmarks;

if (args is ["transactions"])
{
    await TransactionsBench.RunAsync();
}
else
{
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
}
