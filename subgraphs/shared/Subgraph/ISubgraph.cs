namespace FinFlow.Subgraph;

/// <summary>A subgraph's table of contents: its name, and what it is made of.</summary>
public interface ISubgraph
{
    /// <summary>Lower-case, as in `schema/payments.graphql`.</summary>
    static abstract string Name { get; }

    static abstract void Configure(SubgraphBuilder subgraph);
}
