using FinFlow.Gateway;

return await GatewayHost.RunAsync(args);
