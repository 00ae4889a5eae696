// The one file through which the engine's names enter this subgraph.
global using FinFlow.Finance;
global using FinFlow.GraphQL.Data;
global using FinFlow.GraphQL.Execution;
global using FinFlow.Hosting;
global using FinFlow.Messaging;
global using FinFlow.Subgraph;
global using Microsoft.EntityFrameworkCore;
global using Microsoft.Extensions.DependencyInjection;
