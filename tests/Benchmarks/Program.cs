using BenchmarkDotNet.Running;
using FinFlow.Benchmarks;

if (args is ["transactions"])
{
    await TransactionsBench.RunAsync();
}
else if (args is ["payments", .. var shapes])
{
    await PaymentsBench.RunAsync(shapes);
}
else if (args is ["subscriptions"])
{
    await SubscriptionsBench.RunAsync();
}
else if (args is ["serve", "gateway-floor", var address, var composed, var sources, var body])
{
    await GatewayFloor.ServeAsync(address, composed, sources, body);
}
else if (args is ["plans", var planned, var heavy])
{
    await PlanTimes.RunAsync(planned, heavy);
}
else if (args is ["plans", "warm", var warmed, var later])
{
    await PlanTimes.RunWarmAsync(warmed, later);
}
else if (args is ["transports", var schemas])
{
    await Transports.RunAsync(schemas);
}
else if (args is ["serve", var what, var url])
{
    await KitServer.ServeAsync(what, url);
}
else if (args is ["screening", var folder])
{
    ScreeningBench.Run(folder);
}
else
{
    BenchmarkSwitcher.FromAssembly(typeof(ScreeningBench).Assembly).Run(args);
}
