// The one place through which the namespaces of the engine and of the shared projects enter.
global using FinFlow.Finance;
global using FinFlow.GraphQL.Data;
global using FinFlow.GraphQL.Execution;
global using FinFlow.Hosting;
global using FinFlow.Messaging;
global using FinFlow.Subgraph;
